package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.testkit.dns.Doorbell;
import io.modeenvoy.testkit.dns.FakeDns;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Where a provider's credential must not go: to an address that is refused, to a host that its Secret does not name. Of this machine 127.0.0.1 alone is allowed. */
final class ProviderAddressIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int port = Program.freePort();

    @Test
    void aCredentialStaysWhereItMayBe() throws Exception {
        Path sockets = Files.createTempDirectory("me-");
        try (FakeDns dns = FakeDns.start();
                Doorbell thief = Doorbell.at("127.0.0.66");
                Workspace workspace = Workspace.demo(port, thief.port());
                Program model = Program.start("simulator", "--port", Integer.toString(thief.port()))) {
            model.awaitLine(line -> line.startsWith("ready"));
            dns.says("models.example.com", "127.0.0.1");
            dns.says("metadata.example.com", "169.254.169.254");
            provider(workspace, "models.example.com", thief.port());
            String key = workspace.key("app-1");
            try (Program controlPlane = Fleet.controlPlane(
                            workspace,
                            sockets,
                            Program.freePort(),
                            "--no-allow-local-providers",
                            "--allow-provider-range",
                            "127.0.0.1/32");
                    Program services = Fleet.services(workspace, sockets);
                    Gateway gateway = Gateway.at(services, URI.create("http://127.0.0.1:" + port + "/"), 0)) {
                Process envoy = Fleet.envoy(sockets, "gateway/demo/edge", "envoy", resolver(dns));
                try {
                    Eventually.holds("a chat is answered", PATIENCE, () -> Fleet.answers(gateway, key));
                    assertThat(journal(gateway, thief.port())).contains("Bearer sk-bound");

                    aNameThatChangesItsMindIsNotFollowed(dns, gateway, key);
                    aNameOfTheCloudsMetadataIsRefused(workspace, thief.port(), gateway, key);
                    aHostThatTheSecretDoesNotNameGetsNothing(workspace, dns, thief.port(), gateway, key);
                    assertThat(thief.rings()).isZero();
                    assertThat(controlPlane.isAlive()).isTrue();
                } finally {
                    envoy.destroy();
                    envoy.waitFor(10, TimeUnit.SECONDS);
                }
            }
        }
    }

    private static void aNameThatChangesItsMindIsNotFollowed(FakeDns dns, Gateway gateway, String key) {
        dns.says("models.example.com", "127.0.0.66");
        Eventually.holds("Envoy knows the new address", PATIENCE, () -> !Fleet.answers(gateway, key));
        assertUnreachable(gateway.chat(key));

        dns.says("models.example.com", "127.0.0.1");
        Eventually.holds("the old address is good again", PATIENCE, () -> Fleet.answers(gateway, key));
    }

    private static void aNameOfTheCloudsMetadataIsRefused(Workspace workspace, int port, Gateway gateway, String key) {
        provider(workspace, "metadata.example.com", port);
        Eventually.holds("the provider has moved", PATIENCE, () -> !Fleet.answers(gateway, key));
        Eventually.holds(
                "its address is known", PATIENCE, () -> gateway.chat(key).body().contains("provider_unreachable"));
        assertUnreachable(gateway.chat(key));
    }

    private static void aHostThatTheSecretDoesNotNameGetsNothing(
            Workspace workspace, FakeDns dns, int port, Gateway gateway, String key) {
        provider(workspace, "models.example.com", port);
        Eventually.holds("the provider has moved back", PATIENCE, () -> Fleet.answers(gateway, key));
        gateway.send(simulator(port).DELETE().build());

        dns.says("thief.example.net", "127.0.0.1");
        provider(workspace, "thief.example.net", port);
        Eventually.holds("the provider has no host", PATIENCE, () -> !Fleet.answers(gateway, key));
        for (int call = 0; call < 10; call++) {
            assertThat(gateway.chat(key).status()).isGreaterThanOrEqualTo(400);
        }
        assertThat(journal(gateway, port)).doesNotContain("thief.example.net");
    }

    private static void assertUnreachable(Gateway.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.json().at("/error/code").asText()).isEqualTo("provider_unreachable");
    }

    /** Where the provider is; its Secret is for hosts under example.com. */
    private static void provider(Workspace workspace, String host, int port) {
        workspace.write("provider-simulator.yaml", """
                apiVersion: v1
                kind: Secret
                metadata: {name: bound, namespace: demo, annotations: {modeenvoy.io/allowed-hosts: "http://*.example.com"}}
                stringData: {apiKey: sk-bound}
                ---
                apiVersion: modeenvoy.io/v1alpha1
                kind: ModelProvider
                metadata: {name: simulator, namespace: demo}
                spec:
                  schema: OpenAI
                  endpoint: {url: "http://%s:%d/v1"}
                  auth: {type: Bearer, secretRef: {name: bound, key: apiKey}}
                  models: [{name: small, maxOutputTokens: 1000}]
                """.formatted(host, port));
    }

    /** Envoy asks this server for names, and no other. */
    private static String resolver(FakeDns dns) {
        return """

                typed_dns_resolver_config:
                  name: envoy.network.dns_resolver.cares
                  typed_config:
                    "@type": type.googleapis.com/envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig
                    resolvers: [{socket_address: {address: 127.0.0.1, port_value: %d}}]
                """.formatted(dns.port());
    }

    private static HttpRequest.Builder simulator(int port) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/__sim/journal"));
    }

    private static String journal(Gateway gateway, int port) {
        return gateway.send(simulator(port).build()).body();
    }
}
