package io.modeenvoy.k8s;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.modeenvoy.crd.Kinds;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects that we keep ourselves, of a few kinds, told apart by a label: as they stand in the cluster, and how they are written. What carries the label
 * is followed; nothing else is ever changed.
 */
public final class OwnedObjects implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedObjects.class);
    private static final int QUEUE = 1024;

    private final ApiServer api;
    private final ApiHealth health;
    private final String selector;
    private final String fieldOwner;
    private final Consumer<ObjectKey> onChange;
    private final Map<String, Kinds.Kind<?>> kinds = new ConcurrentHashMap<>();
    private final Map<ObjectKey, Owned> objects = new ConcurrentHashMap<>();
    private final Set<String> awaited = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>(QUEUE);
    private final Watchdog watchdog = new Watchdog(ClusterWatch.SILENCE);
    private final List<Thread> threads = new ArrayList<>();

    /** A kind by its place in URLs. */
    public record OwnedKind(String apiVersion, String kind, String plural) {
        private Kinds.Kind<?> named() {
            return new Kinds.Kind<>(apiVersion, kind, plural, true, GenericKubernetesResource.class);
        }
    }

    /** An object as it stands, without what changes though nothing was changed. It may be a Secret, and prints nothing of itself. */
    public record Owned(String uid, ObjectNode tree) {
        @Override
        public String toString() {
            return "Owned[" + uid + "]";
        }
    }

    /** What became of a write. */
    public sealed interface Written {
        /** It stands. */
        record Done() implements Written {}

        /** The API server said no, in these words. */
        record Refused(String words) implements Written {}

        /** The API server did not answer, or asks to try again. */
        record Later(String words) implements Written {}
    }

    /** @param onChange called on one thread with each object that came, changed or went */
    OwnedObjects(
            ApiServer api,
            ApiHealth health,
            List<OwnedKind> kinds,
            String label,
            String fieldOwner,
            Consumer<ObjectKey> onChange) {
        this.api = api;
        this.health = health;
        this.selector = "labelSelector=" + ApiServer.encoded(label);
        this.fieldOwner = fieldOwner;
        this.onChange = onChange;
        kinds.forEach(kind -> this.kinds.put(kind.kind(), kind.named()));
        awaited.addAll(this.kinds.keySet());
    }

    /** Follows them from now on. */
    public void start() {
        start("owned-objects", this::run);
        kinds.values()
                .forEach(kind -> start(
                        "watch-owned-" + kind.plural(), new KindWatch(kind, selector, api, watchdog, health, changes)));
    }

    private void start(String name, Runnable work) {
        threads.add(Thread.ofVirtual().name(name).start(work));
    }

    /** The kinds that were not listed yet, sorted: mostly those that may not be. */
    public List<String> unknown() {
        return awaited.stream().sorted().toList();
    }

    /** As it stands; null = there is none with the label. */
    public @Nullable Owned find(ObjectKey key) {
        return objects.get(key);
    }

    /** What the API server has of that name now, with our label or without; null = nothing. */
    public @Nullable Owned read(ObjectKey key) throws IOException, InterruptedException {
        try (InputStream body = api.get(ApiServer.object(kind(key), key))) {
            return ObjectReading.JSON.readTree(body) instanceof ObjectNode tree
                    ? new Owned(tree.path("metadata").path("uid").asText(""), tree)
                    : null;
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return null;
            }
            throw e;
        }
    }

    /** Whether the API server has an object of a kind that is not ours to keep, asked for now: what is not in our view need not be gone. */
    public boolean isThere(Kinds.Kind<?> kind, String namespace, String name) throws IOException, InterruptedException {
        try (InputStream body = api.get(ApiServer.listed(kind, new ObjectKey(kind.kind(), namespace, name)))) {
            return !ObjectReading.JSON.readTree(body).path("items").isEmpty();
        }
    }

    /** Server-side apply of all we say of an object; with its {@code metadata.uid}, no other object of that name. */
    public Written apply(ObjectKey key, ObjectNode object) throws InterruptedException {
        return written(() ->
                api.apply(ApiServer.object(kind(key), key), fieldOwner, ObjectReading.JSON.writeValueAsBytes(object)));
    }

    /** Deletes this very object. */
    public Written delete(ObjectKey key, String uid) throws InterruptedException {
        return written(() -> api.delete(ApiServer.object(kind(key), key), uid));
    }

    private interface Request {
        void send() throws IOException, InterruptedException;
    }

    private static Written written(Request request) throws InterruptedException {
        try {
            request.send();
            return new Written.Done();
        } catch (ApiException e) {
            String words = String.valueOf(e.getMessage());
            return e.code() >= 500 || e.code() == 429 || e.isConflict()
                    ? new Written.Later(words)
                    : new Written.Refused(words);
        } catch (IOException e) {
            return new Written.Later(String.valueOf(e.getMessage()));
        }
    }

    private Kinds.Kind<?> kind(ObjectKey key) {
        Kinds.Kind<?> kind = kinds.get(key.kind());
        if (kind == null) {
            throw new IllegalArgumentException(key + " (expected: one of " + kinds.keySet() + ")");
        }
        return kind;
    }

    private void run() {
        try {
            while (true) {
                Change change = changes.take();
                try {
                    take(change);
                } catch (RuntimeException e) {
                    // The top of the thread: one object that we trip over must not make us blind for all others.
                    LOG.error(
                            "kubernetes.change-crashed change={}",
                            change.getClass().getSimpleName(),
                            e);
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void take(Change change) {
        switch (change) {
            case Change.Present(var key, var object, var seen) -> {
                objects.put(key, new Owned(seen.uid(), ObjectReading.JSON.valueToTree(object)));
                onChange.accept(key);
            }
            case Change.Unreadable(var key, var _, var _, var _) -> onChange.accept(key);
            case Change.Gone(var key, var _) -> gone(key);
            case Change.Listed(var kind, var keys) -> {
                awaited.remove(kind.kind());
                Set<ObjectKey> lost = new HashSet<>(objects.keySet());
                lost.removeIf(key -> !key.kind().equals(kind.kind()) || keys.contains(key));
                lost.forEach(this::gone);
            }
            case Change.Missing(var kind) -> awaited.remove(kind.kind());
        }
    }

    private void gone(ObjectKey key) {
        objects.remove(key);
        onChange.accept(key);
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        watchdog.close();
    }
}
