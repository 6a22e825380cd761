package io.modeenvoy.testkit.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher against the real binary. */
@Tag("envoy")
class RealEnvoyTest {
    private static final String ADMIN_ONLY = """
            admin: {address: {socket_address: {address: 127.0.0.1, port_value: 0}}}
            static_resources:
              listeners:
              - name: echo
                address: {socket_address: {address: 127.0.0.1, port_value: 0}}
                filter_chains:
                - filters:
                  - name: echo
                    typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.network.echo.v3.Echo}
            """;

    @Test
    void saysWhetherAConfigurationIsGood() {
        RealEnvoy envoy = RealEnvoy.find();

        assertThat(envoy.validate(ADMIN_ONLY).accepted()).isTrue();
        assertThat(envoy.validate("nonsense: 1"))
                .returns(false, Validation::accepted)
                .extracting(Validation::output)
                .asString()
                .contains("nonsense");
    }

    @Test
    void startsAndEnds() {
        RunningEnvoy envoy = RealEnvoy.find().start(ADMIN_ONLY);
        try (envoy) {
            assertThat(envoy.port("echo")).isPositive();
            assertThat(envoy.admin("/server_info")).contains(RealEnvoy.VERSION);
            assertThat(envoy.stat("server.live")).isEqualTo(1);
        }
        assertThat(envoy.process().isAlive()).isFalse();
    }

    @Test
    void answersOnASocketFile(@TempDir Path folder) {
        String bootstrap = "admin: {address: {pipe: {path: " + folder.resolve("admin.sock") + "}}}";
        try (RunningEnvoy envoy = RealEnvoy.find().start(bootstrap)) {
            assertThat(envoy.admin("/ready")).contains("LIVE");
        }
    }

    @Test
    void saysWhatToDoWhenEnvoyIsAbsent(@TempDir Path home) {
        assertThatThrownBy(() -> RealEnvoy.find(null, Map.of(), home))
                .hasMessageContaining(".cache/modeenvoy/envoy/1.40.0/envoy is absent")
                .hasMessageContaining("MODEENVOY_ENVOY");
        assertThatThrownBy(() -> RealEnvoy.find(null, Map.of("MODEENVOY_CACHE", "/nowhere"), home))
                .hasMessageContaining("/nowhere/envoy/1.40.0/envoy");
    }
}
