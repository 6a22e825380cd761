package io.modeenvoy.app;

import io.modeenvoy.xds.server.ChangeSet;
import io.modeenvoy.xds.server.SnapshotStore;
import io.modeenvoy.xds.server.XdsResource;
import io.modeenvoy.xds.translator.GroupResources;
import io.modeenvoy.xds.translator.TranslatedResource;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Brings what was translated into the store as change sets. Owned by the translator thread. */
final class Publication {
    private final SnapshotStore store;
    private SortedMap<String, GroupResources> published = Collections.emptySortedMap();

    Publication(SnapshotStore store) {
        this.store = store;
    }

    /** Publishes the difference to the last call. A group that is gone becomes empty: its proxies stay connected. */
    @SuppressWarnings("ReferenceEquality") // the translator gives the same instance for what did not change
    void publish(SortedMap<String, GroupResources> groups) {
        groups.forEach((group, resources) -> {
            GroupResources before = published.get(group);
            if (before == null) {
                store.publish(group, everything(resources));
            } else if (before != resources) {
                publish(group, difference(before, resources));
            }
        });
        published.forEach((group, before) -> {
            if (!groups.containsKey(group)) {
                publish(group, difference(before, GroupResources.NONE));
            }
        });
        published = groups;
    }

    private void publish(String group, ChangeSet change) {
        if (!change.typeUrls().isEmpty()) {
            store.publish(group, change);
        }
    }

    private static Map<String, Map<String, XdsResource>> everything(GroupResources resources) {
        Map<String, Map<String, XdsResource>> all = new HashMap<>();
        resources.byType().forEach((type, byName) -> all.put(type, upserts(Collections.emptySortedMap(), byName)));
        return all;
    }

    /** What must be set and removed; resources are told apart by identity, none is looked into. */
    static ChangeSet difference(GroupResources before, GroupResources after) {
        Map<String, Map<String, XdsResource>> upserts = new HashMap<>();
        Map<String, Set<String>> removals = new HashMap<>();
        Set<String> types = new HashSet<>(before.byType().keySet());
        types.addAll(after.byType().keySet());
        for (String type : types) {
            Map<String, XdsResource> changed = upserts(before.of(type), after.of(type));
            if (!changed.isEmpty()) {
                upserts.put(type, changed);
            }
            Set<String> gone = new HashSet<>(before.of(type).keySet());
            gone.removeAll(after.of(type).keySet());
            if (!gone.isEmpty()) {
                removals.put(type, gone);
            }
        }
        return new ChangeSet(upserts, removals);
    }

    @SuppressWarnings("ReferenceEquality") // the translator gives the same instance for what did not change
    private static Map<String, XdsResource> upserts(
            SortedMap<String, TranslatedResource> before, SortedMap<String, TranslatedResource> after) {
        Map<String, XdsResource> changed = new HashMap<>();
        after.forEach((name, resource) -> {
            if (before.get(name) != resource) {
                changed.put(name, new XdsResource(name, resource.bytes()));
            }
        });
        return changed;
    }
}
