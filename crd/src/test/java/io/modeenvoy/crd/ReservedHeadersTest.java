package io.modeenvoy.crd;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.crd.ReservedHeaders.Group;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedHeadersTest {
    private static final Pattern OF_REQUESTS = Pattern.compile(ReservedHeaders.OF_REQUESTS);

    @ParameterizedTest
    @CsvSource({
        ":path,PSEUDO",
        "Host,HOST",
        "Connection,FRAMING",
        "content-length,FRAMING",
        "expect,FRAMING",
        "http2-settings,FRAMING",
        "keep-alive,FRAMING",
        "proxy-connection,FRAMING",
        "TE,FRAMING",
        "trailer,FRAMING",
        "Transfer-Encoding,FRAMING",
        "upgrade,FRAMING",
        "X-ModeEnvoy-Tenant,OURS",
        "forwarded,ORIGIN",
        "cdn-loop,ORIGIN",
        "x-envoy-original-path,ORIGIN",
        "X-Forwarded-For,ORIGIN",
        "x-request-id,ORIGIN"
    })
    void isReservedInRequestsInAnyCase(String name, Group group) {
        assertThat(ReservedHeaders.ofRequests(name)).contains(group);
        assertThat(ReservedHeaders.ofResponses(name).isPresent()).isEqualTo(group != Group.ORIGIN);
        assertThat(OF_REQUESTS.matcher(name).find()).isEqualTo(group != Group.PSEUDO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x_modeenvoy_tenant", "Content_Length", "x_forwarded-for"})
    void anUnderscoreIsReadAsADash(String name) {
        assertThat(ReservedHeaders.ofRequests(name)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization",
                "cookie",
                "x-header-set",
                "x-real-ip",
                "via",
                "te-key",
                "x-host",
                "content-type",
                "x-envoyish",
                "grpc-timeout",
                "x-api-key"
            })
    void isNotReserved(String name) {
        assertThat(ReservedHeaders.ofRequests(name)).isEmpty();
        assertThat(ReservedHeaders.ofResponses(name)).isEmpty();
        assertThat(OF_REQUESTS.matcher(name).find()).isFalse();
    }
}
