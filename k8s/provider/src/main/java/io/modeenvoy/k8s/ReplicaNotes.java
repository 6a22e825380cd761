package io.modeenvoy.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the replicas of a control plane tell each other: each a text, in a Lease of its own that it renews while it lives. A text is written when it has
 * changed, the rarer the longer it is; a replica that is silent is gone, and some time later its Lease is taken away.
 */
public final class ReplicaNotes implements AutoCloseable {
    static final Times TIMES =
            new Times(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60));
    /** Of annotations an object takes 256 KiB. */
    public static final int LONGEST_TEXT = 200 << 10;

    static final String TEXT = "modeenvoy.io/note";
    static final String LABEL = "modeenvoy.io/replica";
    private static final String FIELD_OWNER = "modeenvoy-replica";
    private static final String PREFIX = "modeenvoy-replica-";
    /** So much of a text costs a {@link Times#step} of waiting for the next one. */
    private static final int PORTION = 8 << 10;
    /** The longest life of a watch, in seconds. */
    private static final int WATCH_SECONDS = 300;

    private static final DateTimeFormatter MICRO_TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaNotes.class);

    private final ApiServer api;
    private final ApiHealth health;
    private final String namespace;
    private final String identity;
    private final Times times;
    private final Supplier<String> text;
    private final Consumer<Map<String, Note>> onNotes;
    private final NoteBook book;
    private final Watchdog watchdog;
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5)); // owned by the watcher
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean changed = true;
    private String told = ""; // owned by the teller
    private Map<String, Note> known = Map.of(); // owned by the teller

    /**
     * What a replica told last.
     *
     * @param gone it is silent, or has said that it goes
     */
    public record Note(String text, boolean gone) {}

    /**
     * How long things take.
     *
     * @param step between two looks at what is due
     * @param renewal between two writes that say nothing new
     * @param silence a replica that is silent this long is gone
     * @param farewell for how long what it told is kept then
     */
    record Times(Duration step, Duration renewal, Duration silence, Duration farewell) {}

    ReplicaNotes(
            ApiServer api,
            ApiHealth health,
            String namespace,
            String identity,
            Times times,
            Supplier<String> text,
            Consumer<Map<String, Note>> onNotes) {
        this.api = api;
        this.health = health;
        this.namespace = namespace;
        this.identity = identity;
        this.times = times;
        this.text = text;
        this.onNotes = onNotes;
        this.book = new NoteBook(times.silence, times.farewell);
        this.watchdog = new Watchdog(times.silence);
    }

    ReplicaNotes start() {
        threads.add(Thread.ofVirtual().name("replica-watch").start(this::watch));
        threads.add(Thread.ofVirtual().name("replica-notes").start(this::tell));
        return this;
    }

    /** The text may be another one now. */
    public void changed() {
        changed = true;
    }

    private void tell() {
        long renewed = System.nanoTime() - times.renewal.toNanos();
        long next = System.nanoTime();
        try {
            while (true) {
                if (System.nanoTime() - next >= 0 && say(renewed)) {
                    renewed = System.nanoTime();
                    next = renewed + times.step.toNanos() * (1 + told.length() / PORTION);
                }
                listen();
                Thread.sleep(times.step);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** Writes what is new, or that we are still there; gives whether it did. */
    private boolean say(long renewed) throws InterruptedException {
        boolean due = System.nanoTime() - renewed >= times.renewal.toNanos();
        try {
            String now = told;
            if (changed) {
                changed = false;
                now = text.get();
            }
            if (!due && now.equals(told)) {
                return false;
            }
            write(now, false);
            told = now;
            return true;
        } catch (IOException e) {
            changed = true;
            health.failed(mine(), e);
        } catch (RuntimeException | Error e) {
            // The top of the thread: a bug of ours must not make us silent for ever.
            LOG.error("replica.note-failed lease={}/{}", namespace, lease(), e);
        }
        return false;
    }

    private void write(String now, boolean ended) throws IOException, InterruptedException {
        ObjectNode object = ObjectReading.JSON.createObjectNode();
        object.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
        ObjectNode metadata = object.putObject("metadata").put("name", lease()).put("namespace", namespace);
        metadata.putObject("labels").put(LABEL, "true").put("app.kubernetes.io/part-of", "modeenvoy");
        metadata.putObject("annotations").put(TEXT, now);
        ObjectNode spec = object.putObject("spec");
        if (!ended) {
            spec.put("holderIdentity", identity);
        }
        spec.put("leaseDurationSeconds", (int) Math.max(1, times.silence.toSeconds()))
                .put("renewTime", microTime(Instant.now()));
        var _ = api.apply(path() + "/" + lease(), FIELD_OWNER, ObjectReading.JSON.writeValueAsBytes(object));
        health.works(mine());
    }

    /** Tells what has been heard, if that is news, and takes away the Leases that are over. */
    private void listen() throws InterruptedException {
        long now = System.nanoTime();
        for (String over : book.over(now)) {
            try {
                api.delete(path() + "/" + over);
            } catch (ApiException e) {
                if (!e.isNotFound()) {
                    health.failed(others(), e);
                }
            } catch (IOException e) {
                health.failed(others(), e);
            }
        }
        Map<String, Note> notes = book.notes(now);
        if (!notes.equals(known)) {
            known = notes;
            try {
                onNotes.accept(notes);
            } catch (RuntimeException e) {
                // The top of the thread: what a note leads to must not end the telling.
                LOG.error("replica.note-refused namespace={}", namespace, e);
            }
        }
    }

    private void watch() {
        try {
            while (true) {
                try {
                    follow(list());
                    backoff.succeeded();
                } catch (IOException e) {
                    book.deaf(System.nanoTime());
                    health.failed(others(), e);
                } catch (RuntimeException e) {
                    // The top of the thread: a bug of ours must not make us deaf for ever.
                    book.deaf(System.nanoTime());
                    LOG.error("replica.watch-crashed namespace={}", namespace, e);
                }
                Thread.sleep(backoff.next());
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** Gives the version from which to watch. */
    private String list() throws IOException, InterruptedException {
        try (InputStream body = watchdog.guard(api.get(path() + "?labelSelector=" + LABEL))) {
            JsonNode list = ObjectReading.JSON.readTree(body);
            List<String> names = new ArrayList<>();
            for (JsonNode lease : list.path("items")) {
                names.add(name(lease));
                hear(lease);
            }
            book.listening(names, System.nanoTime());
            health.works(others());
            return list.path("metadata").path("resourceVersion").asText("");
        }
    }

    /** Reads what comes until the stream ends. Our own renewals come as well: a stream without a word is dead. */
    private void follow(String version) throws IOException, InterruptedException {
        String query = "?watch=true&timeoutSeconds=" + WATCH_SECONDS + "&labelSelector=" + LABEL + "&resourceVersion="
                + ApiServer.encoded(version);
        try (InputStream body = watchdog.guard(api.get(path() + query));
                MappingIterator<JsonNode> events =
                        ObjectReading.JSON.readerFor(JsonNode.class).readValues(body)) {
            while (events.hasNextValue()) {
                JsonNode event = events.nextValue();
                JsonNode lease = event.path("object");
                switch (event.path("type").asText("")) {
                    case "ADDED", "MODIFIED" -> hear(lease);
                    case "DELETED" -> book.gone(name(lease));
                    default -> {
                        return; // the point we watch from is forgotten: a new list tells all
                    }
                }
            }
        }
    }

    private void hear(JsonNode lease) {
        String name = name(lease);
        if (isReplicas(lease) && !name.equals(lease())) {
            JsonNode metadata = lease.path("metadata");
            book.heard(
                    name,
                    metadata.path("resourceVersion").asText(""),
                    metadata.path("annotations").path(TEXT).asText(""),
                    holder(lease).isEmpty(),
                    System.nanoTime());
        }
    }

    /** As Kubernetes writes times of micro seconds. */
    static String microTime(Instant time) {
        return MICRO_TIME.format(time);
    }

    /** Whether a replica of ours wrote it, by its name: what else carries the label is not heard, and never taken away. */
    private static boolean isReplicas(JsonNode lease) {
        String holder = holder(lease);
        return holder.isEmpty() ? name(lease).startsWith(PREFIX) : name(lease).equals(lease(holder));
    }

    private static String holder(JsonNode lease) {
        return lease.path("spec").path("holderIdentity").asText("");
    }

    private static String name(JsonNode lease) {
        return lease.path("metadata").path("name").asText("");
    }

    private String lease() {
        return lease(identity);
    }

    private static String lease(String identity) {
        return PREFIX + identity.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    }

    private String path() {
        return "/apis/coordination.k8s.io/v1/namespaces/" + ApiServer.encoded(namespace) + "/leases";
    }

    private String mine() {
        return "Lease " + namespace + "/" + lease();
    }

    private String others() {
        return "Leases of replicas in " + namespace;
    }

    /** Stops, and says so; what was told last stays for a while, for those who were connected here come to another replica in a moment. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        watchdog.close();
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofSeconds(1));
            }
            write(told, true);
        } catch (IOException | RuntimeException e) {
            LOG.debug("replica.farewell-failed reason=\"{}\"", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
