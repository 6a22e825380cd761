package io.modeenvoy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modeenvoy.policy.Names;
import io.modeenvoy.testkit.envoy.RealEnvoy;
import io.modeenvoy.testkit.envoy.Validation;
import io.modeenvoy.testkit.golden.GoldenCase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bootstraps by role, compared with golden files and shown to the real Envoy. */
class BootstrapTest {
    private static final Map<String, Bootstrap> BOOTSTRAPS = new TreeMap<>(Map.of(
            "an-edge-proxy-beside-its-services-uses-unix-sockets",
                    Bootstrap.of(
                                    Role.EDGE,
                                    "edge-1",
                                    "gateway/gateways/edge",
                                    Address.parse("unix:/run/modeenvoy/grpc.sock"))
                            .withAdmin(Address.parse("unix:/run/modeenvoy/admin.sock"))
                            .withUpstream(Names.ADS_CLUSTER, Address.parse("modeenvoy.modeenvoy-system:18000")),
            "a-sidecar-reaches-everything-over-tcp",
                    Bootstrap.of(Role.SIDECAR, "sidecar-1", "all", Address.parse("127.0.0.1:18000"))
                            .withMaxConnections(100)));

    static List<GoldenCase> cases() {
        return GoldenCase.named(Path.of("src/test/golden"), BOOTSTRAPS.keySet());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void printsTheGoldenBootstrap(GoldenCase golden) {
        Bootstrap bootstrap = Objects.requireNonNull(BOOTSTRAPS.get(golden.name()));

        golden.verify(inputs -> Map.of("bootstrap.yaml", bootstrap.yaml()));
    }

    @Tag("envoy")
    @ParameterizedTest
    @EnumSource(Role.class)
    void isTakenByTheRealEnvoy(Role role) {
        Bootstrap bootstrap = Bootstrap.of(role, "node", "all", Address.parse("localhost:18000"));

        for (String text : List.of(bootstrap.json(), bootstrap.yaml())) {
            Validation validation = RealEnvoy.find().validate(text);
            assertThat(validation.accepted()).as(validation.output()).isTrue();
        }
    }

    @Test
    void needsAControlPlane() {
        assertThatThrownBy(() -> Bootstrap.of(Role.EDGE, "node", "all", Map.of()))
                .hasMessageContaining(Names.ADS_CLUSTER);
    }

    @Test
    void parsesRolesByTheirWords() {
        assertThat(Role.parse("egress")).isEqualTo(Role.EGRESS);
        assertThatThrownBy(() -> Role.parse("hub")).hasMessage("role: hub (expected: edge, sidecar or egress)");
    }
}
