package io.modeenvoy.k8s;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modeenvoy.crd.Api;
import io.modeenvoy.crd.Kinds;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Events about objects whose statuses this replica has written. Never in anybody's way: what does not fit into its queue, or is more than the
 * {@link EventBook} lets through, is lost and counted, and what fails is not tried again.
 */
public final class EventWriter implements AutoCloseable {
    static final String FIELD_OWNER = "modeenvoy-events";
    private static final String API_VERSION = "events.k8s.io/v1";
    /** Where the events of objects without a namespace are. */
    private static final String NAMESPACE_OF_CLUSTER = "default";

    private static final String WHAT = "Events";
    private static final int QUEUE = 256;
    private static final int LONGEST_INSTANCE = 128;
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);

    private final ApiServer api;
    private final ApiHealth health;
    private final BlockingQueue<Told> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread thread = Thread.ofVirtual().name("event-writer").unstarted(this::run);
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final EventBook book = new EventBook(System.nanoTime()); // owned by the thread
    private long lostSaid; // owned by the thread
    private long saidAt; // owned by the thread
    private volatile String instance = "control-plane";

    private record Told(ObjectEvent event, Instant at) {}

    EventWriter(ApiServer api, ApiHealth health) {
        this.api = api;
        this.health = health;
    }

    EventWriter start() {
        saidAt = System.nanoTime() - SILENCE.toNanos();
        thread.start();
        return this;
    }

    /** Under whose name this replica tells. */
    void speaksAs(String identity) {
        instance = identity.substring(0, Math.min(identity.length(), LONGEST_INSTANCE));
    }

    /** Something became of an object. Returns at once. */
    void tell(ObjectEvent event) {
        if (!queue.offer(new Told(event, Instant.now()))) {
            lost.incrementAndGet();
        }
    }

    /** How many were written, counts of series among them. */
    public long written() {
        return written.get();
    }

    /** How many were not, because there were too many or the API server would not have them. */
    public long lost() {
        return lost.get();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                step(queue.poll(STEP.toMillis(), TimeUnit.MILLISECONDS));
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void step(@Nullable Told told) throws InterruptedException {
        try {
            if (told != null) {
                tell(told);
            }
            for (EventBook.Entry entry : book.due(System.nanoTime())) {
                write(entry);
            }
            sayWhatWasLost(System.nanoTime());
        } catch (RuntimeException e) {
            // The top of the thread: one event that we trip over must not silence all others.
            lost.incrementAndGet();
            LOG.error("event.crashed", e);
        }
    }

    private void tell(Told told) throws InterruptedException {
        switch (book.told(told.event, told.at, System.nanoTime())) {
            case EventBook.Fate.Written(var entry) -> write(entry);
            case EventBook.Fate.Counted() -> {}
            case EventBook.Fate.Lost() -> lost.incrementAndGet();
        }
    }

    void write(EventBook.Entry entry) throws InterruptedException {
        try {
            String namespace = namespace(entry.event().object());
            var _ = api.apply(
                    "/apis/" + API_VERSION + "/namespaces/" + ApiServer.encoded(namespace) + "/events/"
                            + ApiServer.encoded(entry.name()),
                    FIELD_OWNER,
                    ObjectReading.JSON.writeValueAsBytes(object(entry, namespace)));
            written.incrementAndGet();
            health.works(WHAT);
        } catch (IOException e) {
            lost.incrementAndGet();
            book.failed(entry.event());
            failed(entry, e);
        }
    }

    private static String namespace(ObjectKey object) {
        return object.namespace().isEmpty() ? NAMESPACE_OF_CLUSTER : object.namespace();
    }

    private ObjectNode object(EventBook.Entry entry, String namespace) {
        ObjectEvent event = entry.event();
        Kinds.Kind<?> kind = Kinds.all().stream()
                .filter(one -> one.kind().equals(event.object().kind()))
                .findFirst()
                .orElseThrow();
        ObjectNode object = ObjectReading.JSON.createObjectNode();
        object.put("apiVersion", API_VERSION).put("kind", "Event");
        object.putObject("metadata").put("namespace", namespace).put("name", entry.name());
        object.put("type", event.type().label())
                .put("action", event.action())
                .put("reason", event.reason())
                .put("note", event.note())
                .put("eventTime", ReplicaNotes.microTime(entry.first()))
                .put("reportingController", Api.GATEWAY_CONTROLLER)
                .put("reportingInstance", instance);
        ObjectNode regarding = object.putObject("regarding")
                .put("apiVersion", kind.apiVersion())
                .put("kind", kind.kind())
                .put("name", event.object().name())
                .put("uid", event.uid());
        if (kind.namespaced()) {
            regarding.put("namespace", event.object().namespace());
        }
        if (entry.count() > 1) {
            object.putObject("series")
                    .put("count", entry.count())
                    .put("lastObservedTime", ReplicaNotes.microTime(entry.last()));
        }
        return object;
    }

    /** That the API server is away is said by those who go on asking it; that a namespace is ending is no news. */
    private void failed(EventBook.Entry entry, IOException e) {
        if (e instanceof ApiException answer && answer.isForbidden() && !answer.isOfEndingNamespace()) {
            health.failed(
                    WHAT,
                    new ApiException(
                            answer.code(),
                            "may not be written (expected: the rights to create and patch events of events.k8s.io); everything else goes on",
                            Duration.ZERO));
        } else if (e instanceof ApiException answer && answer.isRefusal()) {
            LOG.warn("event.refused object=\"{}\" reason=\"{}\"", entry.event().object(), e.getMessage());
        } else {
            LOG.debug("event.lost object=\"{}\" reason=\"{}\"", entry.event().object(), e.getMessage());
        }
    }

    private void sayWhatWasLost(long now) {
        long all = lost.get();
        if (all > lostSaid && now - saidAt > SILENCE.toNanos()) {
            LOG.info(
                    "events.lost count={} (the statuses of the objects say what they would have said)", all - lostSaid);
            lostSaid = all;
            saidAt = now;
        }
    }
}
