package io.modeenvoy.testkit.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ValidationTest {
    private static final String WARNING =
            "[warning][misc] Deprecated field: type envoy.config.route.v3.Route Using deprecated option"
                    + " 'envoy.config.route.v3.%s' from file route_components.proto.";

    @Test
    void doesNotTakeWhatALaterEnvoyWillNotKnow() {
        assertThat(Validation.of(true, "OK").accepted()).isTrue();
        assertThat(Validation.of(false, "").accepted()).isFalse();
        assertThat(Validation.of(true, WARNING.formatted("Route.old")).accepted())
                .isFalse();
        assertThat(Validation.of(true, WARNING.formatted("Route.per_request_buffer_limit_bytes"))
                        .accepted())
                .isTrue();
    }
}
