package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why Envoy answered by itself, in words that metrics can bear. */
final class LocalReplyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "upstream_reset_before_response_started{connection_termination}|upstream_reset_before_response_started",
                "rbac_access_denied_matched_policy[shop/cart]|rbac_access_denied",
                "ext_proc_error_gRPC_error_14{upstream_connect_error}|ext_proc_error",
                "response_timeout|response_timeout",
                "a filter's own text 4711|other",
                "''|other"
            })
    void namesAReasonInOneOfFewWords(String details, String reason) {
        assertThat(LocalReply.reason(details)).isEqualTo(reason);
    }
}
