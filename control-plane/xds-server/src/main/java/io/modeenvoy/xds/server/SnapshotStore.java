package io.modeenvoy.xds.server;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What each node group is served. A publication swaps the group's snapshot atomically and wakes the streams of the group; what was
 * not changed is shared with the snapshot before. A group nobody has published keeps its clients waiting: they hold what they have.
 */
public final class SnapshotStore {
    private final Map<String, Group> groups = new ConcurrentHashMap<>();

    /** Replaces a group's whole content. A type that is missing in {@code resources} becomes empty. */
    public void publish(String group, Map<String, Map<String, XdsResource>> resources) {
        published(group).swap(generation -> before -> before.replaced(resources, generation));
    }

    /** Changes a group's content; the cost follows the change. */
    public void publish(String group, ChangeSet change) {
        published(group).swap(generation -> before -> before.changed(change, generation));
    }

    /** The groups that have been published, sorted. */
    public Set<String> groups() {
        Map<String, Group> published = new TreeMap<>(groups);
        published.values().removeIf(group -> group.current() == null);
        return Set.copyOf(published.keySet());
    }

    /** The version of a published resource, or null. */
    public @Nullable String version(String group, ResourceKey key) {
        XdsResource resource = resource(group, key);
        return resource == null ? null : resource.version();
    }

    /** A published resource, or null. */
    public @Nullable XdsResource resource(String group, ResourceKey key) {
        GroupSnapshot snapshot = snapshot(group);
        TypeSnapshot type = snapshot == null ? null : snapshot.type(key.typeUrl());
        Entry entry = type == null ? null : type.get(key.name());
        return entry == null ? null : entry.resource();
    }

    /** The group's content, or null before its first publication. */
    @Nullable
    GroupSnapshot snapshot(String group) {
        Group found = groups.get(group);
        return found == null ? null : found.current();
    }

    /** Calls after every change of the group until the answer is closed. The watcher reads {@link #snapshot} itself. */
    Watch watch(String group, Runnable watcher) {
        groups.compute(group, (_, found) -> orNew(found).watchedBy(watcher));
        return () -> groups.computeIfPresent(group, (_, found) -> found.without(watcher));
    }

    private Group published(String name) {
        return groups.compute(name, (_, found) -> orNew(found).kept());
    }

    private static Group orNew(@Nullable Group found) {
        return found == null ? new Group() : found;
    }

    /** Ends a watch. */
    @FunctionalInterface
    interface Watch {
        void close();
    }

    /** One group's current snapshot and those who wait for the next. */
    private static final class Group {
        private final Map<Runnable, Boolean> watchers = new ConcurrentHashMap<>();
        private volatile @Nullable GroupSnapshot snapshot; // written under the monitor
        private volatile boolean
                kept; // clients may claim any group: one that only they know goes with the last of them

        @Nullable
        GroupSnapshot current() {
            return snapshot;
        }

        Group kept() {
            kept = true;
            return this;
        }

        Group watchedBy(Runnable watcher) {
            watchers.put(watcher, Boolean.TRUE);
            return this;
        }

        @Nullable
        Group without(Runnable watcher) {
            watchers.remove(watcher);
            return kept || !watchers.isEmpty() ? this : null;
        }

        void swap(LongFunction<UnaryOperator<GroupSnapshot>> change) {
            if (swapped(change)) {
                watchers.keySet().forEach(Runnable::run);
            }
        }

        private synchronized boolean swapped(LongFunction<UnaryOperator<GroupSnapshot>> change) {
            GroupSnapshot before = snapshot;
            GroupSnapshot base = before == null ? GroupSnapshot.EMPTY : before;
            GroupSnapshot next = change.apply(base.generation() + 1).apply(base);
            if (before != null && next.sameContent(before)) {
                return false;
            }
            snapshot = next;
            return true;
        }
    }
}
