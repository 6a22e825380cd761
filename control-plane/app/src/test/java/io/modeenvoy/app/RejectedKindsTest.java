package io.modeenvoy.app;

import static io.modeenvoy.ir.Diagnostic.ConditionType.PROGRAMMED;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.policy.wire.PolicyTypes;
import io.modeenvoy.testkit.xds.AdsClient;
import io.modeenvoy.xds.translator.TypeUrls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever kind of resource a client rejects, its words stand at the object that the resource came from. */
final class RejectedKindsTest {
    private static final String WORDS = "this will not do";
    private static final Path CERTIFICATE = Path.of("../xds-translator/src/test/resources/tls");

    @TempDir
    private Path directory;

    private World world;

    @BeforeEach
    void start() throws IOException {
        world = new World(directory);
        world.controlPlane.firstPass().toCompletableFuture().join();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void routesSpeakForTheGatewayAndItsRoute() {
        rejects(world.proxy(World.EDGE), TypeUrls.ROUTES, "demo/edge/8080");
        assertRejected("Gateway", "edge");
        assertRejected("AIRoute", "chat");
    }

    @Test
    void aClusterSpeaksForItsProvider() {
        rejects(world.proxy(World.EDGE), TypeUrls.CLUSTER, "modelprovider/demo/simulator");
        assertRejected("ModelProvider", "simulator");
    }

    @Test
    void endpointsSpeakForTheirService() {
        rejects(world.proxy(World.INNER), TypeUrls.ENDPOINTS, "service/demo/status/80");
        assertRejected("Service", "status");
    }

    @Test
    void aCertificateSpeaksForItsSecret() throws IOException {
        world.write("tls.yaml", """
                apiVersion: v1
                kind: Secret
                metadata: {name: cert, namespace: demo}
                type: kubernetes.io/tls
                stringData:
                  tls.crt: |
                %s
                  tls.key: |
                %s
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: secure, namespace: demo}
                spec:
                  gatewayClassName: modeenvoy
                  listeners:
                  - {name: https, port: 8443, protocol: HTTPS, tls: {certificateRefs: [{name: cert}]}}
                """.formatted(pem("certificate.pem"), pem("key.pem")));
        AdsClient proxy = world.proxy("gateway/demo/secure");
        rejects(proxy, TypeUrls.SECRET, "secret/demo/cert");
        assertRejected("Secret", "cert");
    }

    @Test
    void aPolicySpeaksForItsObjectWhenAServiceRejectsIt() {
        AdsClient services = world.services();
        rejects(services, PolicyTypes.CONSUMER, "demo/app");
        assertRejected("Consumer", "app");
        assertThat(services.names(PolicyTypes.CONSUMER)).doesNotContain("demo/app");
    }

    private void rejects(AdsClient client, String typeUrl, String name) {
        client.rejecting(typeUrl, name, WORDS).connect();
        client.await(
                "the rejection of " + name,
                () -> world.xds.acks().nodes().stream()
                        .map(node -> node.types().get(typeUrl))
                        .anyMatch(type -> type != null && type.rejections().containsKey(name)));
    }

    private void assertRejected(String kind, String name) {
        ConditionView programmed = world.condition(kind, name, PROGRAMMED);
        assertThat(programmed.reason()).as(programmed.message()).isEqualTo("Rejected");
        assertThat(programmed.message()).contains(WORDS);
    }

    private static String pem(String file) throws IOException {
        return Files.readString(CERTIFICATE.resolve(file)).strip().indent(4).stripTrailing();
    }
}
