package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modeenvoy.k8s.FakeApiServer.Answer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StatusWriterTest {
    private static final ObjectKey KEY = new ObjectKey("AIRoute", "ns", "a");
    private static final ObjectKey OTHER = new ObjectKey("Gateway", "ns", "b");

    private final AtomicInteger version = new AtomicInteger(10);
    private final BlockingQueue<String> writes = new LinkedBlockingQueue<>();
    private final ObservedObjects observed = new ObservedObjects();
    private final FakeApiServer server = new FakeApiServer(this::applied);
    private final StatusWriter writer = new StatusWriter(server.api(), observed, new ApiHealth(), _ -> {}).start();

    private Answer applied(String method, String path, String body) {
        try {
            ObjectNode object = (ObjectNode) ObjectReading.JSON.readTree(body);
            object.withObjectProperty("metadata").put("resourceVersion", "" + version.incrementAndGet());
            writes.add(path.replaceAll(".*/([a-z]+)/status.*", "$1"));
            return Answer.ok(object.toString());
        } catch (JsonProcessingException e) {
            return Answer.refused(400, "no JSON");
        }
    }

    @AfterEach
    void stop() {
        writer.close();
        server.close();
    }

    private static WantedStatus wish() {
        return new WantedStatus.OfObject(List.of(new WantedStatus.Condition("Accepted", "True", "R", "m", 1)));
    }

    private static WantedStatus gateway() {
        return new WantedStatus.OfGateway(List.of(), List.of(), List.of(), 0);
    }

    private void seen(ObjectKey key, JsonNode status) {
        observed.seen(key, new Observed("u", "" + version.incrementAndGet(), status));
        writer.changed(key);
    }

    private String written() throws InterruptedException {
        return String.valueOf(writes.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void writesNoMoreWhenItsTimeAsLeaderHasPassed() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        writer.writesWhile(() -> asked.incrementAndGet() > 1);
        writer.lead(true);
        writer.submit(Map.of(KEY, wish()));
        seen(KEY, MissingNode.getInstance());
        Eventually.holds("it asks", () -> asked.get() == 1 && writer.waiting() == 0);
        assertThat(writes).isEmpty();

        writer.lead(true);

        assertThat(written()).isEqualTo("a");
    }

    @Test
    void oneObjectItTripsOverCostsNoOthersTheirStatus() throws Exception {
        try (Log log = new Log()) {
            writer.lead(true);
            writer.submit(Map.of(KEY, wish(), OTHER, gateway()));
            seen(OTHER, ObjectReading.JSON.readTree("{\"listeners\": [\"no object\"]}"));
            Eventually.holds(
                    "it trips", () -> !log.lines("status.write-crashed").isEmpty());

            seen(KEY, MissingNode.getInstance());

            assertThat(written()).isEqualTo("a");
        }
    }

    @Test
    void somebodyWhoAlwaysWritesOverItIsNamedAndGivenWayTo() throws InterruptedException {
        try (Log log = new Log()) {
            writer.lead(true);
            writer.submit(Map.of(KEY, wish()));
            for (int i = 0; i <= ContestedStatuses.PATIENCE + 1; i++) {
                seen(KEY, MissingNode.getInstance());
                assertThat(written()).isEqualTo("a");
                Eventually.holds("it was answered", () -> writer.waiting() == 0);
            }
            seen(KEY, MissingNode.getInstance());

            assertThat(writes.poll(300, TimeUnit.MILLISECONDS)).isNull();
            assertThat(log.lines("status.contested"))
                    .hasSize(1)
                    .first()
                    .satisfies(line ->
                            assertThat(line).contains("object=\"AIRoute ns/a\"", "one control plane in a cluster"));
        }
    }
}
