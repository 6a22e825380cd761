package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.modeenvoy.devcluster.Binaries;
import io.modeenvoy.devcluster.DevCluster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Events as the real API server takes them and gives them back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EventsIT {
    private DevCluster devCluster;
    private KubernetesClient client;
    private ApiServer api;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        devCluster = DevCluster.temporary(Binaries.find().orElseThrow());
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(devCluster.kubeconfig().toFile()))
                .build();
        api = new ApiServer(client);
    }

    @AfterAll
    void stop() {
        client.close();
        devCluster.close();
    }

    private void namespace(String name) throws IOException, InterruptedException {
        apply("/api/v1/namespaces/" + name, """
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "%s"}}""".formatted(name));
    }

    private ObjectKey consumer(String namespace, String name) throws IOException, InterruptedException {
        apply("/apis/modeenvoy.io/v1alpha1/namespaces/" + namespace + "/consumers/" + name, """
                {"apiVersion": "modeenvoy.io/v1alpha1", "kind": "Consumer",
                 "metadata": {"name": "%s", "namespace": "%s"}, "spec": {}}""".formatted(
                        name, namespace));
        return new ObjectKey("Consumer", namespace, name);
    }

    private JsonNode apply(String path, String json) throws IOException, InterruptedException {
        return api.apply(path, "somebody", json.getBytes(StandardCharsets.UTF_8));
    }

    private List<JsonNode> events(String namespace) {
        try (InputStream body = api.get("/apis/events.k8s.io/v1/namespaces/" + namespace + "/events")) {
            List<JsonNode> events = new ArrayList<>();
            ObjectReading.JSON.readTree(body).path("items").forEach(events::add);
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> words(String namespace) {
        return events(namespace).stream()
                .map(event ->
                        event.path("type").asText() + " " + event.path("reason").asText() + " "
                                + event.path("note").asText())
                .toList();
    }

    private static WantedStatus accepted(String status, String message) {
        String reason = status.equals("True") ? "Accepted" : "BadValue";
        return new WantedStatus.OfObject(List.of(new WantedStatus.Condition("Accepted", status, reason, message, 1)));
    }

    /** A control plane that leads, as far as statuses go. */
    private Cluster controlPlane() throws IOException {
        Cluster cluster = Cluster.connect(devCluster.kubeconfig());
        cluster.statuses().lead(true);
        return cluster;
    }

    private static boolean isAtRest(Cluster cluster, long written) {
        return cluster.statuses().waiting() == 0 && cluster.statuses().written() == written;
    }

    @Test
    void aChangeOfAStatusIsAnEventAndARestartIsNone() throws Exception {
        namespace("told");
        ObjectKey consumer = consumer("told", "app");
        try (Cluster cluster = controlPlane();
                ClusterWatch watch = cluster.watch(_ -> {})) {
            assertThat(watch).isNotNull();
            cluster.statuses().submit(Map.of(consumer, accepted("False", "spec.x: 0")));
            Eventually.holds("it is told", () -> words("told").contains("Warning BadValue spec.x: 0"));
        }
        try (Cluster cluster = controlPlane();
                ClusterWatch watch = cluster.watch(_ -> {})) {
            assertThat(watch).isNotNull();
            cluster.statuses().submit(Map.of(consumer, accepted("False", "spec.x: 0")));
            cluster.statuses().submit(Map.of(consumer, accepted("True", "")));
            Eventually.holds("it is told", () -> words("told").contains("Normal Accepted accepted again"));
        }
        assertThat(words("told")).hasSize(2);
        assertThat(events("told").getFirst().path("regarding").path("uid").asText())
                .isEqualTo(uid(consumer));
    }

    private String uid(ObjectKey consumer) throws IOException, InterruptedException {
        try (InputStream body = api.get(
                "/apis/modeenvoy.io/v1alpha1/namespaces/" + consumer.namespace() + "/consumers/" + consumer.name())) {
            return ObjectReading.JSON
                    .readTree(body)
                    .path("metadata")
                    .path("uid")
                    .asText();
        }
    }

    @Test
    void theCountOfASeriesIsTakenAndShown() throws Exception {
        namespace("series");
        ObjectEvent event = new ObjectEvent(
                new ObjectKey("Consumer", "series", "app"), "u", ObjectEvent.Type.WARNING, "Accept", "BadValue", "n");
        Instant first = Instant.parse("2026-01-01T00:00:00.123456Z");
        try (EventWriter writer = new EventWriter(api, new ApiHealth())) {
            writer.write(new EventBook.Entry(event, "app.1.0", first, first, 1));
            writer.write(new EventBook.Entry(event, "app.1.0", first, first.plusSeconds(90), 7));
            assertThat(writer.lost()).isZero();
        }

        assertThat(events("series")).singleElement().satisfies(one -> {
            assertThat(one.path("series").path("count").asInt()).isEqualTo(7);
            assertThat(one.path("eventTime").asText()).isEqualTo("2026-01-01T00:00:00.123456Z");
        });
    }

    @Test
    void anObjectOfTheClusterAndALongNoteAreTaken() {
        ObjectEvent event = new ObjectEvent(
                new ObjectKey("GatewayClass", "", "x".repeat(253)),
                "u",
                ObjectEvent.Type.NORMAL,
                "Accept",
                "Accepted",
                "€".repeat(5000));
        try (EventWriter writer = new EventWriter(api, new ApiHealth())) {
            writer.speaksAs("y".repeat(300));
            writer.start();
            writer.tell(event);
            Eventually.holds("it has its fate", () -> writer.written() + writer.lost() == 1);
            assertThat(writer.written()).isEqualTo(1);
        }
    }

    @Test
    void fiveHundredObjectsRejectedAtOnceWriteFiveHundredStatusesAndAboutAHundredEvents() throws Exception {
        namespace("storm");
        Map<ObjectKey, WantedStatus> all = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            all.put(consumer("storm", "c" + i), accepted("False", "spec.x: 0"));
        }
        try (Cluster cluster = controlPlane();
                ClusterWatch watch = cluster.watch(_ -> {})) {
            assertThat(watch).isNotNull();
            long begin = System.nanoTime();
            cluster.statuses().submit(all);
            Eventually.holds("all statuses are written", () -> isAtRest(cluster, 500));
            Eventually.holds(
                    "all events have had their fate",
                    () -> cluster.events().written() + cluster.events().lost() == 500);

            long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
            assertThat(events("storm"))
                    .hasSizeBetween(EventBook.AT_ONCE, Math.toIntExact(EventBook.AT_ONCE + seconds + 1));
        }
    }
}
