package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modeenvoy.k8s.FakeApiServer.Answer;
import io.modeenvoy.k8s.ReplicaNotes.Note;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReplicaNotesTest {
    private static final ReplicaNotes.Times TIMES = new ReplicaNotes.Times(
            Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofSeconds(3), Duration.ofSeconds(2));

    private final Map<String, String> leases = new ConcurrentHashMap<>();
    private final AtomicInteger version = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger asks = new AtomicInteger();
    private final AtomicReference<String> mute = new AtomicReference<>("nobody");
    private final FakeApiServer server = new FakeApiServer(this::answer);
    private final AtomicReference<Map<String, Note>> heard = new AtomicReference<>(Map.of());
    private final AtomicReference<String> text = new AtomicReference<>("first");

    @AfterEach
    void stop() {
        server.close();
    }

    /** Watches end at once, so that each change is seen by a new list. */
    private Answer answer(String method, String path, String body) {
        String name = path.replaceFirst("[?].*", "").replaceFirst(".*/leases/?", "");
        return switch (method) {
            case "PATCH" -> applied(name, body);
            case "DELETE" ->
                leases.remove(name) == null
                        ? Answer.refused(404, "leases not found")
                        : Answer.ok("{\"kind\":\"Status\"}");
            default ->
                path.contains("watch=true")
                        ? Answer.ok("")
                        : Answer.ok("{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":["
                                + String.join(",", leases.values()) + "]}");
        };
    }

    private Answer applied(String name, String body) {
        writes.incrementAndGet();
        if (name.endsWith(mute.get())) {
            return Answer.refused(503, "away");
        }
        try {
            ObjectNode lease = (ObjectNode) ObjectReading.JSON.readTree(body);
            lease.withObjectProperty("metadata").put("resourceVersion", "" + version.incrementAndGet());
            leases.put(name, lease.toString());
            return Answer.ok(lease.toString());
        } catch (JsonProcessingException e) {
            return Answer.refused(400, "no JSON");
        }
    }

    private String text() {
        asks.incrementAndGet();
        return text.get();
    }

    private ReplicaNotes listener() {
        return new ReplicaNotes(server.api(), new ApiHealth(), "ns", "ear", TIMES, () -> "", heard::set).start();
    }

    private ReplicaNotes teller() {
        return new ReplicaNotes(server.api(), new ApiHealth(), "ns", "Pod_1", TIMES, this::text, _ -> {}).start();
    }

    private void hears(String what, Note... notes) {
        Eventually.holds(what, () -> List.copyOf(heard.get().values()).equals(List.of(notes)));
    }

    @Test
    void whatOneTellsTheOthersHearAndWhatItTellsNext() {
        try (ReplicaNotes ear = listener();
                ReplicaNotes teller = teller()) {
            hears("the first text", new Note("first", false));

            text.set("second");
            teller.changed();

            hears("the second text", new Note("second", false));
            assertThat(heard.get()).containsOnlyKeys("modeenvoy-replica-pod-1");
            assertThat(ear).isNotNull();
        }
    }

    @Test
    void oneThatEndsIsGoneAndLeavesWhatItToldForAWhile() {
        try (ReplicaNotes ear = listener()) {
            try (ReplicaNotes teller = teller()) {
                hears("the text", new Note("first", false));
                assertThat(teller).isNotNull();
            }
            hears("it has gone", new Note("first", true));
            Eventually.holds("it is forgotten", () -> heard.get().isEmpty());
            Eventually.holds("its Lease is taken away", () -> leases.keySet().equals(Set.of("modeenvoy-replica-ear")));
            assertThat(ear).isNotNull();
        }
    }

    @Test
    void aLeaseOfSomebodyElseWithTheLabelIsNotHeardAndNeverTakenAway() {
        leases.put("theirs", foreign("theirs", ""));
        leases.put("modeenvoy-replica-x", foreign("modeenvoy-replica-x", "somebody"));
        try (ReplicaNotes ear = listener()) {
            try (ReplicaNotes teller = teller()) {
                hears("the text, and nothing else", new Note("first", false));
                assertThat(teller).isNotNull();
            }
            Eventually.holds(
                    "the Lease of a replica that ended is taken away",
                    () -> !leases.containsKey("modeenvoy-replica-pod-1"));
            assertThat(leases).containsOnlyKeys("theirs", "modeenvoy-replica-x", "modeenvoy-replica-ear");
            assertThat(ear).isNotNull();
        }
    }

    private static String foreign(String name, String holder) {
        return """
                {"metadata": {"name": "%s", "resourceVersion": "1", "annotations": {"modeenvoy.io/note": "forged"}},
                 "spec": {"holderIdentity": "%s"}}""".formatted(name, holder);
    }

    @Test
    void oneThatFallsSilentIsGoneAndComesBack() {
        try (ReplicaNotes ear = listener();
                ReplicaNotes teller = teller()) {
            hears("the text", new Note("first", false));

            mute.set("pod-1");
            hears("it is silent", new Note("first", true));
            mute.set("nobody");

            hears("it is back", new Note("first", false));
            assertThat(ear).isNotNull();
            assertThat(teller).isNotNull();
        }
    }

    @Test
    void whatIsNotNewIsNotWrittenAgainButForRenewals() {
        try (ReplicaNotes teller = teller()) {
            Eventually.holds("it is written", () -> writes.get() > 0);
            int before = writes.get();
            int asked = asks.get();
            long begin = System.nanoTime();
            Eventually.holds("it was asked often", () -> {
                teller.changed();
                return asks.get() > asked + 10;
            });
            long renewals = (System.nanoTime() - begin) / TIMES.renewal().toNanos() + 1;

            assertThat(writes.get() - before).isLessThanOrEqualTo((int) renewals);
        }
    }
}
