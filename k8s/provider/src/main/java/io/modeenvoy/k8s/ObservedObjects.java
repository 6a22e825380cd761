package io.modeenvoy.k8s;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The statuses as they stand in the cluster. Written by the watches and by who has just written one; read by anyone. */
final class ObservedObjects {
    private final Map<ObjectKey, Observed> objects = new ConcurrentHashMap<>();

    @Nullable
    Observed get(ObjectKey key) {
        return objects.get(key);
    }

    /** What a watch or a list tells; an answer to a write of ours may have been quicker. */
    void seen(ObjectKey key, Observed observed) {
        objects.merge(key, observed, (before, now) -> now.isAtLeast(before) ? now : before);
    }

    /** What a write of ours was answered; the object may have gone since, or be another one by now. */
    void answered(ObjectKey key, Observed observed) {
        objects.computeIfPresent(
                key,
                (_, before) -> before.uid().equals(observed.uid()) && observed.isAtLeast(before) ? observed : before);
    }

    void gone(ObjectKey key) {
        objects.remove(key);
    }
}
