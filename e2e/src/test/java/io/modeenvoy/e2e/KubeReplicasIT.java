package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two replicas: the same for everybody, one that writes, and both of use while the API server is away. */
@ExtendWith(SharedKubeCluster.class)
final class KubeReplicasIT {
    @RegisterExtension
    private final Evidence evidence = new Evidence();

    private final KubeCluster cluster;
    private final int port = Program.freePort();
    private final int simulatorPort = Program.freePort();

    KubeReplicasIT(KubeCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void serveTheSameAndStandInForEachOther() throws IOException {
        cluster.apply(KubeTenant.yaml("pair", port, simulatorPort));
        Path account = cluster.account("pair-system");
        try (Program simulator = Program.start("simulator", "--port", Integer.toString(simulatorPort));
                KubeFleet first = KubeFleet.start(account, "pair-system", "--allow-local-providers");
                KubeFleet second = KubeFleet.start(account, "pair-system", "--allow-local-providers")) {
            evidence.of("first control plane", first.controlPlane());
            evidence.of("second control plane", second.controlPlane());
            simulator.awaitLine(line -> line.startsWith("ready"));
            Eventually.holds("one leads", Duration.ofSeconds(20), () -> leads(first) != leads(second));
            KubeFleet leader = leads(first) ? first : second;
            KubeFleet follower = leader == first ? second : first;
            assertThat(follower.dump()).isEqualTo(leader.dump()).contains("\"version\"");

            follower.withServices().withEnvoy("pair/edge", "pair-1");
            Gateway gateway = evidence.of(follower.gateway(port));
            String key = key();
            Eventually.holds("a chat is answered", Duration.ofSeconds(30), () -> Fleet.answers(gateway, key));
            theLeaderKnowsTheProxiesOfTheOther(leader);

            leader.controlPlane().kill();
            cluster.apply(KubeTenant.consumer("pair", "heir"));
            Duration took = Eventually.holds(
                    "the follower writes",
                    Duration.ofSeconds(20),
                    () -> cluster.condition("consumer", "pair", "heir", "Accepted", "status")
                            .equals("True"));
            assertThat(took).isLessThan(Duration.ofSeconds(20));

            whileTheApiServerIsAway(follower, gateway, key);
            afterItHasForgotten(follower);
        }
    }

    /** All proxies are the follower's; what stands in the cluster is the leader's word. */
    private void theLeaderKnowsTheProxiesOfTheOther(KubeFleet leader) {
        cluster.await("airoute", "pair", "chat", "Programmed");
        assertThat(leader.status()).contains("\"pair-1\"");

        cluster.apply(gateway("{name: http, port: %d, protocol: HTTP}, {name: taken, port: %d, protocol: HTTP}"
                .formatted(port, simulatorPort)));
        Eventually.holds(
                "a rejection at the follower is told",
                Duration.ofSeconds(40),
                () -> cluster.condition("gateway", "pair", "edge", "Programmed", "reason")
                        .equals("Rejected"));
        assertThat(cluster.condition("gateway", "pair", "edge", "Programmed", "message"))
                .startsWith("programmed on 0/1 proxies; rejected: ")
                .contains("Address already in use");

        cluster.apply(gateway("{name: http, port: %d, protocol: HTTP}".formatted(port)));
        cluster.await("gateway", "pair", "edge", "Programmed");
    }

    private static String gateway(String listeners) {
        return """
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: edge, namespace: pair}
                spec: {gatewayClassName: modeenvoy, listeners: [%s]}
                """.formatted(listeners);
    }

    private void whileTheApiServerIsAway(KubeFleet fleet, Gateway gateway, String key) {
        cluster.stop();
        try {
            assertThat(gateway.chat(key).status()).isEqualTo(200);
            fleet.withEnvoy("pair/edge", "pair-2");
            Eventually.holds(
                    "a new proxy is served",
                    Duration.ofSeconds(30),
                    () -> fleet.status().contains("\"pair-2\""));
            assertThat(gateway.chat(key).status()).isEqualTo(200);
        } finally {
            cluster.restart();
        }
        cluster.apply(KubeTenant.consumer("pair", "after"));
        Eventually.holds(
                "it goes on without a restart",
                Duration.ofSeconds(40),
                () -> cluster.condition("consumer", "pair", "after", "Programmed", "status")
                        .equals("True"));
        Eventually.holds(
                "both proxies are counted",
                Duration.ofSeconds(20),
                () -> cluster.condition("gateway", "pair", "edge", "Programmed", "message")
                        .equals("programmed on 2/2 proxies"));
    }

    /** An etcd that has forgotten the past answers watches with 410 Gone. */
    private void afterItHasForgotten(KubeFleet fleet) {
        compact();
        cluster.stop();
        cluster.restart();
        cluster.kubectl("delete", "consumer", "heir", "-n", "pair");
        cluster.apply(KubeTenant.consumer("pair", "late"));
        Eventually.holds(
                "it lists anew",
                Duration.ofSeconds(40),
                () -> cluster.condition("consumer", "pair", "late", "Programmed", "status")
                        .equals("True"));
        assertThat(fleet.dump()).doesNotContain("pair/heir");
        assertThat(fleet.controlPlane().errors()).contains("kubernetes.relist").doesNotContain(" ERROR ");
    }

    private void compact() {
        URI etcd = cluster.etcd();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String range = post(client, etcd.resolve("/v3/kv/range"), "{\"key\":\"AA==\"}");
            String revision = range.replaceFirst("(?s).*\"revision\":\"([0-9]+)\".*", "$1");
            post(client, etcd.resolve("/v3/kv/compaction"), "{\"revision\":\"" + revision + "\",\"physical\":true}");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String post(HttpClient client, URI uri, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static boolean leads(KubeFleet fleet) {
        return fleet.figure("modeenvoy_leader") == 1;
    }

    private String key() {
        Program.Result result = Program.run(
                "key",
                "create",
                "--kubeconfig",
                cluster.kubeconfig().toString(),
                "--namespace",
                "pair-system",
                "--consumer",
                "pair/app");
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out().strip();
    }
}
