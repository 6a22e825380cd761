package io.modeenvoy.xds.server;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What each node group is served. A publication swaps the group's snapshot atomically and wakes the streams of the group; what was
 * not changed is shared with the snapshot before. A group nobody has published keeps its clients waiting, for they hold what they have, until
 * the store is {@link #complete}: then such a group is known not to be there, and its clients get a world with nothing in it.
 */
public final class SnapshotStore {
    private final Map<String, Group> groups = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private volatile boolean complete;

    public SnapshotStore() {
        this(InstantSource.system());
    }

    /** @param clock says when something is published */
    SnapshotStore(InstantSource clock) {
        this.clock = clock;
    }

    /** Replaces a group's whole content. A type that is missing in {@code resources} becomes empty. */
    public void publish(String group, Map<String, Map<String, XdsResource>> resources) {
        published(group).swap(moment -> before -> before.replaced(resources, moment));
    }

    /** Changes a group's content; the cost follows the change. */
    public void publish(String group, ChangeSet change) {
        published(group).swap(moment -> before -> before.changed(change, moment));
    }

    /** A group is gone: what it had is taken from its clients, and with the last of them it is forgotten. */
    public void remove(String group) {
        Group found = groups.computeIfPresent(group, (_, known) -> known.dropped());
        if (found != null) {
            found.swap(moment -> before -> before.replaced(Map.of(), moment));
        }
    }

    /** Every group there is has been published: clients of all others need not wait any more. */
    public void complete() {
        complete = true;
        groups.values().stream().filter(group -> group.current() == null).forEach(Group::wake);
    }

    /** The groups there are, sorted. */
    public SortedSet<String> groups() {
        SortedSet<String> published = new TreeSet<>();
        groups.forEach((name, group) -> {
            if (group.published()) {
                published.add(name);
            }
        });
        return published;
    }

    /** Whether it is known that there is no such group. */
    public boolean isUnknown(String group) {
        Group found = groups.get(group);
        return complete && (found == null || !found.published());
    }

    /** The type URLs a group has been published with, sorted. */
    public SortedSet<String> types(String group) {
        GroupSnapshot snapshot = snapshot(group);
        return snapshot == null
                ? new TreeSet<>()
                : new TreeSet<>(snapshot.types().keySet());
    }

    /** The version of a type's whole content; empty if it has none. */
    public String version(String group, String typeUrl) {
        TypeSnapshot type = type(group, typeUrl);
        return type == null ? "" : type.version();
    }

    /** The names of a type whose resources may be others than in an earlier version of all of it; null = nobody remembers that version. */
    public @Nullable Collection<String> changedSince(String group, String typeUrl, String version) {
        TypeSnapshot type = type(group, typeUrl);
        return type == null ? null : type.changedSince(version);
    }

    /** The resources of a type by name: as they are now, whatever is published later. */
    public Iterable<XdsResource> resources(String group, String typeUrl) {
        TypeSnapshot type = type(group, typeUrl);
        return type == null
                ? List.of()
                : () -> type.entries().stream().map(Entry::resource).iterator();
    }

    /** The version of a published resource, or null. */
    public @Nullable String version(String group, ResourceKey key) {
        XdsResource resource = resource(group, key);
        return resource == null ? null : resource.version();
    }

    /** A published resource, or null. */
    public @Nullable XdsResource resource(String group, ResourceKey key) {
        TypeSnapshot type = type(group, key.typeUrl());
        Entry entry = type == null ? null : type.get(key.name());
        return entry == null ? null : entry.resource();
    }

    /** The group's content, or null while it may yet be published for the first time. */
    @Nullable
    GroupSnapshot snapshot(String group) {
        boolean known = complete; // first: what is published before completion must be seen
        Group found = groups.get(group);
        GroupSnapshot current = found == null ? null : found.current();
        return current == null && known ? GroupSnapshot.EMPTY : current;
    }

    private @Nullable TypeSnapshot type(String group, String typeUrl) {
        GroupSnapshot snapshot = snapshot(group);
        return snapshot == null ? null : snapshot.type(typeUrl);
    }

    /** Calls after every change of the group until the answer is closed. The watcher reads {@link #snapshot} itself. */
    Watch watch(String group, Runnable watcher) {
        groups.compute(group, (_, found) -> orNew(found).watchedBy(watcher));
        return () -> groups.computeIfPresent(group, (_, found) -> found.without(watcher));
    }

    /** How many wait for the group's next snapshot. */
    int watchers(String group) {
        Group found = groups.get(group);
        return found == null ? 0 : found.watchers.size();
    }

    private Group published(String name) {
        return groups.compute(name, (_, found) -> orNew(found).kept());
    }

    private Group orNew(@Nullable Group found) {
        return found == null ? new Group() : found;
    }

    /** Ends a watch. */
    @FunctionalInterface
    interface Watch {
        void close();
    }

    /** One group's current snapshot and those who wait for the next. */
    private final class Group {
        private final Map<Runnable, Boolean> watchers = new ConcurrentHashMap<>();
        private volatile @Nullable GroupSnapshot snapshot; // written under the monitor
        private volatile boolean
                kept; // clients may claim any group: one that only they know goes with the last of them

        @Nullable
        GroupSnapshot current() {
            return snapshot;
        }

        boolean published() {
            return kept && snapshot != null;
        }

        Group kept() {
            kept = true;
            return this;
        }

        @Nullable
        Group dropped() {
            kept = false;
            return watchers.isEmpty() ? null : this;
        }

        void wake() {
            watchers.keySet().forEach(Runnable::run);
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

        void swap(Function<Moment, UnaryOperator<GroupSnapshot>> change) {
            if (swapped(change)) {
                wake();
            }
        }

        private synchronized boolean swapped(Function<Moment, UnaryOperator<GroupSnapshot>> change) {
            GroupSnapshot before = snapshot;
            GroupSnapshot base = before == null ? GroupSnapshot.EMPTY : before;
            GroupSnapshot next = change.apply(new Moment(base.generation() + 1, clock.instant()))
                    .apply(base);
            if (before != null && next.sameContent(before)) {
                return false;
            }
            snapshot = next;
            return true;
        }
    }
}
