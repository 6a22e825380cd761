package io.modeenvoy.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.Kinds;
import io.modeenvoy.crd.ResourceView;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the changes of all kinds together: one state a burst, at once when it has been quiet, at most one each {@link #GATHER} in a storm; the first one
 * when every kind has been listed or is known to be missing. Runs on a thread of its own, which owns all fields.
 */
final class Gathering implements Runnable {
    static final Duration GATHER = Duration.ofMillis(20);
    private static final Logger LOG = LoggerFactory.getLogger(Gathering.class);

    private final BlockingQueue<Change> changes;
    private final ObservedObjects observed;
    private final Consumer<ClusterState> onState;
    private final Consumer<ObjectKey> onStatus;
    private final Set<Kinds.Kind<?>> awaited;
    private final Map<ObjectKey, Unreadable> unreadable = new TreeMap<>();
    private ResourceView view = ResourceView.empty();
    private boolean changed = true;

    /**
     * @param onState called on the thread with each new state
     * @param onStatus called on the thread with each object whose status may have changed
     */
    Gathering(
            Collection<Kinds.Kind<?>> kinds,
            BlockingQueue<Change> changes,
            ObservedObjects observed,
            Consumer<ClusterState> onState,
            Consumer<ObjectKey> onStatus) {
        this.awaited = new HashSet<>(kinds);
        this.changes = changes;
        this.observed = observed;
        this.onState = onState;
        this.onStatus = onStatus;
    }

    @Override
    public void run() {
        try {
            long last = System.nanoTime() - GATHER.toNanos();
            while (true) {
                take(changes.take());
                gather(last + GATHER.toNanos());
                if (changed && awaited.isEmpty()) {
                    last = System.nanoTime();
                    tell();
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void tell() {
        changed = false;
        try {
            onState.accept(new ClusterState(view, unreadable));
        } catch (RuntimeException e) {
            // The top of the thread: what the state leads to must not end the watching.
            LOG.error("kubernetes.state-refused revision={}", view.revision(), e);
        }
    }

    /** Takes all there is, and what comes until {@code end}; no longer than that in a storm that never pauses. */
    private void gather(long end) throws InterruptedException {
        long limit = Math.max(end, System.nanoTime() + GATHER.toNanos());
        long now = System.nanoTime();
        while (now - limit < 0) {
            Change next = changes.poll(Math.max(0, end - now), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            take(next);
            now = System.nanoTime();
        }
    }

    private void take(Change change) {
        try {
            apply(change);
        } catch (RuntimeException e) {
            // The top of the thread: one change that we trip over must not make us blind for all others.
            LOG.error("kubernetes.change-crashed change={}", change.getClass().getSimpleName(), e);
        }
    }

    private void apply(Change change) {
        switch (change) {
            case Change.Present(var key, var object, var seen) -> present(key, object, seen);
            case Change.Unreadable(var key, var type, var why, var seen) -> unreadable(key, type, why, seen);
            case Change.Gone(var key, var type) -> gone(key, type);
            case Change.Listed(var kind, var keys) -> listed(kind, keys);
            case Change.Missing(var kind) -> changed |= awaited.remove(kind);
        }
    }

    private void present(ObjectKey key, HasMetadata object, Observed seen) {
        see(key, seen);
        changed |= unreadable.remove(key) != null;
        HasMetadata before = view.get(object.getClass(), key.namespace(), key.name());
        if (!object.equals(before)) {
            view = view.with(object);
            changed = true;
        }
    }

    private void unreadable(ObjectKey key, Class<? extends HasMetadata> type, Unreadable why, Observed seen) {
        see(key, seen);
        if (!why.equals(unreadable.put(key, why))) {
            LOG.warn("kubernetes.unreadable object=\"{}\" reason=\"{}\"", key, why.reason());
            changed = true;
        }
        // Its last good form stands, where there is one: what was closed must not open because of it.
        view = view.withUnreadable(type, key.namespace(), key.name());
    }

    private void gone(ObjectKey key, Class<? extends HasMetadata> type) {
        observed.gone(key);
        ResourceView before = view;
        view = view.without(type, key.namespace(), key.name());
        changed |= before.revision() != view.revision();
        changed |= unreadable.remove(key) != null;
    }

    private void listed(Kinds.Kind<?> kind, Set<ObjectKey> keys) {
        for (HasMetadata object : view.list(kind.type())) {
            ObjectKey key = key(kind, object);
            if (!keys.contains(key)) {
                gone(key, kind.type());
            }
        }
        for (ObjectKey key : Set.copyOf(unreadable.keySet())) {
            if (key.kind().equals(kind.kind()) && !keys.contains(key)) {
                gone(key, kind.type());
            }
        }
        changed |= awaited.remove(kind);
    }

    private void see(ObjectKey key, Observed seen) {
        observed.seen(key, seen);
        onStatus.accept(key);
    }

    private static ObjectKey key(Kinds.Kind<?> kind, HasMetadata object) {
        return new ObjectKey(
                kind.kind(),
                text(object.getMetadata().getNamespace()),
                text(object.getMetadata().getName()));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
