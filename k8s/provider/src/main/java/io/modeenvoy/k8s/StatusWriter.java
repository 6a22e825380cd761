package io.modeenvoy.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modeenvoy.crd.Kinds;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the statuses in the cluster to what we want them to be, as long as this replica leads. Compares first, so that what stands there is not written;
 * at a bounded rate; again when it fails; and again when somebody else changes what is ours.
 */
public final class StatusWriter implements AutoCloseable {
    /** The owner of the fields we write. */
    static final String FIELD_OWNER = "modeenvoy";
    /** How long a mere change of progress waits for the next one. */
    static final Duration PROGRESS_PAUSE = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int BURST = 100;
    private static final int AT_ONCE = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    private static final Map<String, Kinds.Kind<?>> KINDS =
            Kinds.all().stream().collect(Collectors.toUnmodifiableMap(Kinds.Kind::kind, kind -> kind));

    private final ApiServer api;
    private final ObservedObjects observed;
    private final ApiHealth health;
    private final Thread thread = Thread.ofVirtual().name("status-writer").unstarted(this::run);
    private final StatusEvents events = new StatusEvents();
    private final Consumer<ObjectEvent> tell;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    // All guarded by this.
    private final DueObjects due = new DueObjects();
    private final Set<ObjectKey> inFlight = new HashSet<>();
    private final Set<ObjectKey> again = new HashSet<>();
    private final Map<ObjectKey, Integer> failures = new HashMap<>();
    private final Map<ObjectKey, Long> progressDue = new HashMap<>();
    private final ContestedStatuses contested = new ContestedStatuses();
    private Map<ObjectKey, WantedStatus> wanted = Map.of();
    private boolean leading;
    private BooleanSupplier mayWrite = () -> true;

    /** @param tell told what became of an object whose status has been written; returns at once */
    StatusWriter(ApiServer api, ObservedObjects observed, ApiHealth health, Consumer<ObjectEvent> tell) {
        this.api = api;
        this.observed = observed;
        this.health = health;
        this.tell = tell;
    }

    StatusWriter start() {
        thread.start();
        return this;
    }

    /** What all statuses should be now; those left out stay as they are. */
    public synchronized void submit(Map<ObjectKey, ? extends WantedStatus> all) {
        Map<ObjectKey, WantedStatus> before = wanted;
        wanted = Map.copyOf(all);
        contested.keep(wanted.keySet());
        events.keep(wanted.keySet());
        if (leading) {
            wanted.forEach((key, status) -> {
                if (!status.equals(before.get(key))) {
                    failures.remove(key);
                    due.add(key, System.nanoTime());
                }
            });
            notifyAll();
        }
    }

    /** Whether this replica writes. One that begins looks at everything. */
    public synchronized void lead(boolean leads) {
        leading = leads;
        due.clear();
        failures.clear();
        progressDue.clear();
        contested.keep(Set.of());
        events.keep(Set.of());
        if (leads) {
            wanted.keySet().forEach(key -> due.add(key, System.nanoTime()));
            notifyAll();
        }
    }

    /** Asked before each write: what waited for its turn must not be written by one that leads no more. What is under way may still arrive. */
    synchronized void writesWhile(BooleanSupplier isLeading) {
        mayWrite = isLeading;
    }

    private synchronized boolean mayWrite() {
        return leading && mayWrite.getAsBoolean();
    }

    /** How many were written. */
    public long written() {
        return written.get();
    }

    /** How many attempts failed. */
    public long failed() {
        return failed.get();
    }

    /** How many wait to be looked at or written. */
    public synchronized int waiting() {
        return due.size() + inFlight.size();
    }

    /** The status may have been changed by somebody else. */
    synchronized void changed(ObjectKey key) {
        if (leading && wanted.containsKey(key)) {
            due.add(key, System.nanoTime());
            notifyAll();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        TokenBucket bucket = new TokenBucket(PAUSE, BURST, System.nanoTime());
        try {
            while (true) {
                Optional<Write> write = look(next());
                if (write.isPresent()) {
                    Thread.sleep(bucket.take(System.nanoTime()));
                    free.acquire();
                    Thread.ofVirtual().name("status-write").start(() -> send(write.get()));
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private Optional<Write> look(ObjectKey key) {
        try {
            return write(key);
        } catch (RuntimeException e) {
            // The top of the thread: one object that we trip over must not cost all others their statuses.
            crashed(key, e);
            return Optional.empty();
        }
    }

    private void crashed(ObjectKey key, RuntimeException e) {
        failed.incrementAndGet();
        finished(key, new IOException(e));
        LOG.error("status.write-crashed object=\"{}\"", key, e);
    }

    private synchronized ObjectKey next() throws InterruptedException {
        while (true) {
            long now = System.nanoTime();
            ObjectKey key = due.poll(now);
            if (key == null) {
                Long pause = due.until(now);
                wait(pause == null ? 0 : Math.max(1, pause / 1_000_000)); // 0 = until something is due
            } else if (inFlight.contains(key)) {
                again.add(key);
            } else {
                return key;
            }
        }
    }

    /** One status on its way. */
    private record Write(ObjectKey key, Kinds.Kind<?> kind, Observed observed, WantedStatus want, StatusDraft draft) {
        byte[] body() throws IOException {
            ObjectNode object = ObjectReading.JSON.createObjectNode();
            object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
            ObjectNode metadata = object.putObject("metadata").put("name", key.name());
            if (kind.namespaced()) {
                metadata.put("namespace", key.namespace());
            }
            metadata.put("uid", observed.uid()); // another object of that name is none of our business
            if (draft.shared()) {
                metadata.put("resourceVersion", observed.resourceVersion());
            }
            object.set("status", draft.status());
            return ObjectReading.JSON.writeValueAsBytes(object);
        }
    }

    /** What to write for an object now, which is then in flight; empty if nothing, or not yet. */
    private synchronized Optional<Write> write(ObjectKey key) {
        WantedStatus want = wanted.get(key);
        Observed seen = observed.get(key);
        Kinds.Kind<?> kind = KINDS.get(key.kind());
        if (!leading || want == null || seen == null || kind == null) {
            return Optional.empty();
        }
        StatusDraft draft = StatusMerge.draft(seen.status(), want, Instant.now());
        boolean now = switch (draft.urgency()) {
            case NOW -> true;
            case NONE -> false;
            case LATER -> hasWaited(key);
        };
        if (draft.urgency() != StatusDraft.Urgency.LATER || now) {
            progressDue.remove(key);
        }
        if (!now) {
            return Optional.empty();
        }
        long moment = System.nanoTime();
        long at = contested.notBefore(key, want, moment);
        if (at - moment > 0) {
            due.add(key, at);
            return Optional.empty();
        }
        inFlight.add(key);
        return Optional.of(new Write(key, kind, seen, want, draft));
    }

    private boolean hasWaited(ObjectKey key) {
        long now = System.nanoTime();
        long at = progressDue.computeIfAbsent(key, _ -> now + PROGRESS_PAUSE.toNanos());
        if (at - now > 0) {
            due.add(key, at);
            return false;
        }
        return true;
    }

    private void send(Write write) {
        String what = "status of " + write.kind.kind();
        try {
            if (!mayWrite()) {
                finished(write.key, null);
                return;
            }
            JsonNode answer = api.apply(ApiServer.object(write.kind, write.key) + "/status", FIELD_OWNER, write.body());
            JsonNode metadata = answer.path("metadata");
            observed.answered(
                    write.key,
                    new Observed(
                            metadata.path("uid").asText(""),
                            metadata.path("resourceVersion").asText(""),
                            answer.path("status")));
            written.incrementAndGet();
            health.works(what);
            events.changed(write.key, write.observed.uid(), write.observed.status(), write.draft.status())
                    .forEach(tell);
            watchForContest(write);
            finished(write.key, null);
        } catch (IOException e) {
            failed.incrementAndGet();
            finished(write.key, e);
            tell(what, write.key, e);
        } catch (InterruptedException e) {
            finished(write.key, null);
        } catch (RuntimeException e) {
            // The top of the thread: whatever it was, the object must not count as in flight for ever.
            crashed(write.key, e);
        } finally {
            free.release();
        }
    }

    private synchronized void watchForContest(Write write) {
        if (contested.written(write.key, write.want, System.nanoTime())) {
            LOG.warn(
                    "status.contested object=\"{}\" objects={}: somebody else writes the status that we write, again and again (expected: one control"
                            + " plane in a cluster); it is written more and more rarely",
                    write.key,
                    contested.count());
        }
    }

    private void tell(String what, ObjectKey key, IOException e) {
        if (e instanceof ApiException answer && (answer.isConflict() || answer.isNotFound())) {
            LOG.debug("status.retried object=\"{}\" reason=\"{}\"", key, e.getMessage());
        } else if (e instanceof ApiException answer && answer.isRefusal()) {
            LOG.warn("status.refused object=\"{}\" reason=\"{}\"", key, e.getMessage());
        } else {
            health.failed(what, e);
        }
    }

    private synchronized void finished(ObjectKey key, @Nullable IOException failure) {
        inFlight.remove(key);
        if (again.remove(key)) {
            due.add(key, System.nanoTime());
        }
        if (failure == null) {
            failures.remove(key);
        } else if (!(failure instanceof ApiException answer && (answer.isNotFound() || answer.isRefusal()))) {
            int before = failures.merge(key, 1, Integer::sum) - 1;
            Duration pause = Backoff.after(before, FIRST_PAUSE, LONGEST_PAUSE);
            due.add(key, System.nanoTime() + pause.toNanos());
        }
        notifyAll();
    }
}
