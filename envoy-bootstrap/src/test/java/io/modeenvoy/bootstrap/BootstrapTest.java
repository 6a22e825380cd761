package io.modeenvoy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modeenvoy.policy.Names;
import io.modeenvoy.testkit.envoy.RealEnvoy;
import io.modeenvoy.testkit.envoy.Validation;
import io.modeenvoy.testkit.golden.GoldenCase;
import io.modeenvoy.testkit.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bootstraps by role, compared with golden files and shown to the real Envoy. */
class BootstrapTest {
    private static final AdsTls TLS = new AdsTls(
            Path.of("/etc/modeenvoy/tls/ca.crt"),
            Path.of("/etc/modeenvoy/tls/tls.crt"),
            Path.of("/etc/modeenvoy/tls/tls.key"),
            Path.of("/etc/envoy"),
            "modeenvoy.modeenvoy-system");
    private static final Map<String, Bootstrap> BOOTSTRAPS = new TreeMap<>(Map.of(
            "an-edge-proxy-and-its-control-plane-show-each-other-certificates",
                    Bootstrap.of(
                                    Role.EDGE,
                                    "edge-1",
                                    "gateway/gateways/edge",
                                    Address.parse("unix:/run/modeenvoy/grpc.sock"))
                            .withUpstream(Names.ADS_CLUSTER, Address.parse("modeenvoy.modeenvoy-system:18000"))
                            .withTls(TLS),
            "an-edge-proxy-beside-its-services-uses-unix-sockets",
                    Bootstrap.of(
                                    Role.EDGE,
                                    "edge-1",
                                    "gateway/gateways/edge",
                                    Address.parse("unix:/run/modeenvoy/grpc.sock"))
                            .withAdmin(Address.parse("unix:/run/modeenvoy/admin.sock"))
                            .withUpstream(Names.ADS_CLUSTER, Address.parse("modeenvoy.modeenvoy-system:18000")),
            "others-may-read-readiness-and-metrics-and-nothing-else",
                    Bootstrap.of(Role.EDGE, "edge-1", "all", Address.parse("127.0.0.1:18000"))
                            .withAdmin(Address.parse("127.0.0.1:19000"))
                            .withProbes(Address.parse("0.0.0.0:19001")),
            "a-sidecar-reaches-everything-over-tcp",
                    Bootstrap.of(Role.SIDECAR, "sidecar-1", "all", Address.parse("127.0.0.1:18000"))
                            .withMaxConnections(100),
            "an-egress-proxy-and-its-services-show-each-other-certificates",
                    Bootstrap.of(
                                    Role.EGRESS,
                                    "shop.app-1",
                                    "egress/gateways/edge",
                                    Address.parse("modeenvoy-services.modeenvoy-system:18001"))
                            .withUpstream(Names.ADS_CLUSTER, Address.parse("modeenvoy.modeenvoy-system:18000"))
                            .withTls(TLS)));

    static List<GoldenCase> cases() {
        return GoldenCase.named(Path.of("src/test/golden"), BOOTSTRAPS.keySet());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void printsTheGoldenBootstrap(GoldenCase golden) {
        Bootstrap bootstrap = Objects.requireNonNull(BOOTSTRAPS.get(golden.name()));

        golden.verify(inputs -> files(bootstrap));
    }

    private static Map<String, String> files(Bootstrap bootstrap) {
        Map<String, String> files = new TreeMap<>(Map.of("bootstrap.yaml", bootstrap.yaml()));
        if (bootstrap.tls() != null) {
            files.putAll(bootstrap.tls().sdsFiles());
        }
        return files;
    }

    @Tag("envoy")
    @Test
    void isTakenByTheRealEnvoyWithItsFilesOfCertificates(@TempDir Path folder) throws IOException {
        TestAuthority authority = TestAuthority.named("test");
        authority.client("spiffe://test/modeenvoy/all/node/edge-1").install(folder.resolve("tls"), authority);
        for (String server : List.of("localhost", "127.0.0.1")) {
            AdsTls tls = new AdsTls(
                    folder.resolve("tls/ca.crt"),
                    folder.resolve("tls/tls.crt"),
                    folder.resolve("tls/tls.key"),
                    folder,
                    server);
            for (Map.Entry<String, String> file : tls.sdsFiles().entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
            Bootstrap bootstrap = Bootstrap.of(Role.EDGE, "edge-1", "all", Address.parse(server + ":18000"))
                    .withTls(tls);

            Validation validation = RealEnvoy.find().validate(bootstrap.yaml());
            assertThat(validation.accepted()).as(validation.output()).isTrue();
        }
    }

    @Test
    void speaksNoTlsToAUnixSocket() {
        Bootstrap plain = Bootstrap.of(Role.EDGE, "edge-1", "all", Address.parse("unix:/run/ads.sock"));

        assertThatThrownBy(() -> plain.withTls(TLS))
                .hasMessage("modeenvoy-ads: unix:/run/ads.sock (expected: host:port, to speak TLS to)");
    }

    @Test
    void watchesNoFolderWhereCertificateAndKeyDoNotShareOne() {
        AdsTls apart =
                new AdsTls(TLS.authorities(), TLS.certificate(), Path.of("/elsewhere/tls.key"), TLS.sdsFolder(), "ads");

        assertThat(apart.sdsFiles().get("ads-certificate.yaml")).doesNotContain("watched_directory");
        assertThat(TLS.sdsFiles().get("ads-certificate.yaml")).contains("watched_directory");
    }

    @Tag("envoy")
    @ParameterizedTest
    @EnumSource(Role.class)
    void isTakenByTheRealEnvoy(Role role) {
        Bootstrap bootstrap = Bootstrap.of(role, "node", "all", Address.parse("localhost:18000"))
                .withAdmin(Address.parse("127.0.0.1:19000"))
                .withProbes(Address.parse("[::]:19001"));

        for (String text : List.of(bootstrap.json(), bootstrap.yaml(), bootstrap.argument())) {
            Validation validation = RealEnvoy.find().validate(text);
            assertThat(validation.accepted()).as(validation.output()).isTrue();
        }
    }

    @Test
    void probesNeedAnAdminInterfaceWhoseAddressIsKnown() {
        Bootstrap anyPort = Bootstrap.of(Role.EDGE, "node", "all", Address.parse("localhost:18000"));

        assertThatThrownBy(() -> anyPort.withProbes(Address.parse("0.0.0.0:19001")))
                .hasMessage("admin: 127.0.0.1:0 (expected: a port of its own or unix:/path, for the probes to reach)");
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
