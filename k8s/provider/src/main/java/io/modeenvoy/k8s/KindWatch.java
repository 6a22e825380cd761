package io.modeenvoy.k8s;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.modeenvoy.crd.Kinds;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the objects of one kind, for ever: lists them page by page, watches from there with bookmarks, resumes where a watch broke off, and lists anew
 * when the API server has forgotten that point ({@code 410 Gone}). Runs on a thread of its own until interrupted.
 */
final class KindWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(KindWatch.class);
    private static final int PAGE = 500;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration MISSING_PAUSE = Duration.ofSeconds(2);
    /** Between two lists of a kind that may not be watched. */
    private static final Duration POLL = Duration.ofMinutes(1);

    private static final Duration SHORT_WATCH = Duration.ofSeconds(1);
    /** The longest life of a watch, in seconds; half of it is the shortest. */
    private static final int WATCH_SECONDS = 600;

    private final Kinds.Kind<?> kind;
    private final String selector;
    private final ApiServer api;
    private final Watchdog watchdog;
    private final ApiHealth health;
    private final BlockingQueue<Change> changes;
    private final ObjectReading reading;
    private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    private boolean missing; // owned by the thread

    /** @param selector as a query has it, {@code fieldSelector=…} or {@code labelSelector=…}; empty = all objects */
    KindWatch(
            Kinds.Kind<?> kind,
            String selector,
            ApiServer api,
            Watchdog watchdog,
            ApiHealth health,
            BlockingQueue<Change> changes) {
        this.kind = kind;
        this.selector = selector;
        this.api = api;
        this.watchdog = watchdog;
        this.health = health;
        this.changes = changes;
        this.reading = new ObjectReading(kind);
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(listAndFollow());
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** Gives the pause until the next list. */
    private Duration listAndFollow() throws InterruptedException {
        try {
            String version = list();
            if (missing) {
                LOG.info("kubernetes.kind-found kind=\"{}\"", kind);
                missing = false;
            }
            follow(version);
            return backoff.next();
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return missing();
            }
            health.failed(kind.kind(), e);
            Duration pause = backoff.next();
            return pause.compareTo(e.retryAfter()) > 0 ? pause : e.retryAfter();
        } catch (IOException e) {
            health.failed(kind.kind(), e);
            return backoff.next();
        } catch (RuntimeException e) {
            // The top of the thread: a bug of ours must not make us blind for a kind.
            LOG.error("kubernetes.watch-crashed kind=\"{}\"", kind, e);
            return LONGEST_PAUSE;
        }
    }

    /** What we have of the kind stays: an API server that is just starting may not know it yet. */
    private Duration missing() throws InterruptedException {
        if (!missing) {
            missing = true;
            LOG.warn("kubernetes.kind-missing kind=\"{}\": its CRD is not installed; it is looked for again", kind);
        }
        changes.put(new Change.Missing(kind));
        return MISSING_PAUSE;
    }

    /** Tells all objects; gives the version from which to watch. */
    private String list() throws IOException, InterruptedException {
        Set<ObjectKey> keys = new HashSet<>();
        String next = "";
        JsonNode metadata;
        do {
            String query =
                    "?limit=" + PAGE + selection() + (next.isEmpty() ? "" : "&continue=" + ApiServer.encoded(next));
            try (InputStream body = watchdog.guard(api.get(ApiServer.collection(kind) + query))) {
                metadata = page(body, keys);
            }
            next = metadata.path("continue").asText("");
        } while (!next.isEmpty());
        changes.put(new Change.Listed(kind, keys));
        return metadata.path("resourceVersion").asText("");
    }

    /** One page, object by object: never the whole of it in memory. Gives the list's metadata. */
    private JsonNode page(InputStream body, Set<ObjectKey> keys) throws IOException, InterruptedException {
        JsonNode metadata = MissingNode.getInstance();
        try (JsonParser json = ObjectReading.JSON.createParser(body)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "metadata" -> metadata = json.readValueAsTree();
                    case "items" -> items(json, keys);
                    default -> json.skipChildren();
                }
            }
        }
        if (metadata.isMissingNode()) {
            throw new IOException("a list of " + kind + " that broke off");
        }
        return metadata;
    }

    private void items(JsonParser json, Set<ObjectKey> keys) throws IOException, InterruptedException {
        if (json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() == JsonToken.START_OBJECT) {
                JsonNode item = json.readValueAsTree();
                keys.add(ObjectReading.key(kind, item));
                changes.put(reading.read(item));
            }
        }
    }

    /** Watches from {@code version} on; returns when that point is forgotten. Where lists are allowed and watches are not, it asks again and lists rarely. */
    private void follow(String version) throws IOException, InterruptedException {
        String from = version;
        long listed = System.nanoTime();
        while (true) {
            try (InputStream body = watchdog.guard(api.get(watch(from)))) {
                health.works(kind.kind());
                long opened = System.nanoTime();
                String reached = events(body, from);
                if (reached.equals(from) && System.nanoTime() - opened < SHORT_WATCH.toNanos()) {
                    Thread.sleep(backoff.next()); // opened only to be closed
                } else {
                    backoff.succeeded();
                }
                from = reached;
            } catch (ApiException e) {
                if (e.isGone()) {
                    LOG.info("kubernetes.relist kind=\"{}\" reason=\"{}\"", kind, e.getMessage());
                    return;
                }
                if (!e.isForbidden() || System.nanoTime() - listed > POLL.toNanos()) {
                    throw e;
                }
                health.failed(kind.kind(), e);
                Thread.sleep(backoff.next());
            } catch (IOException e) {
                health.failed(kind.kind(), e);
                Thread.sleep(backoff.next());
            }
        }
    }

    private String watch(String from) {
        int seconds = ThreadLocalRandom.current().nextInt(WATCH_SECONDS / 2, WATCH_SECONDS);
        return ApiServer.collection(kind) + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=" + seconds
                + "&resourceVersion=" + ApiServer.encoded(from) + selection();
    }

    private String selection() {
        return selector.isEmpty() ? "" : "&" + selector;
    }

    /** Reads until the stream ends; gives the version of the last event. */
    private String events(InputStream body, String from) throws IOException, InterruptedException {
        Progress progress = new Progress(from);
        try (MappingIterator<JsonNode> events =
                ObjectReading.JSON.readerFor(JsonNode.class).readValues(body)) {
            while (events.hasNextValue()) {
                progress.take(events.nextValue());
            }
        } catch (ApiException e) {
            throw e;
        } catch (IOException e) {
            LOG.debug("kubernetes.watch-ended kind=\"{}\" reason=\"{}\"", kind, e.getMessage());
        }
        return progress.version;
    }

    /** How far a watch has come. */
    private final class Progress {
        private String version;

        private Progress(String version) {
            this.version = version;
        }

        private void take(JsonNode event) throws IOException, InterruptedException {
            JsonNode object = event.path("object");
            String next = object.path("metadata").path("resourceVersion").asText(version);
            switch (event.path("type").asText("")) {
                case "ADDED", "MODIFIED" -> changes.put(reading.read(object));
                case "DELETED" -> changes.put(new Change.Gone(ObjectReading.key(kind, object), reading.type()));
                case "BOOKMARK" -> {}
                default ->
                    throw new ApiException(
                            object.path("code").asInt(500),
                            object.path("message").asText("an error"),
                            Duration.ZERO);
            }
            version = next;
        }
    }
}
