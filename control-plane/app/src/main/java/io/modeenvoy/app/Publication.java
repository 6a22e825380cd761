package io.modeenvoy.app;

import io.modeenvoy.policy.Names;
import io.modeenvoy.xds.server.AckBoard;
import io.modeenvoy.xds.server.ChangeSet;
import io.modeenvoy.xds.server.ResourceKey;
import io.modeenvoy.xds.server.SnapshotStore;
import io.modeenvoy.xds.server.XdsResource;
import io.modeenvoy.xds.translator.GroupResources;
import io.modeenvoy.xds.translator.TypeUrls;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Brings what was translated into the store as change sets. Owned by the translator thread. */
public final class Publication {
    private final SnapshotStore store;
    private final ProxiesFirst proxies;
    private SortedMap<String, GroupResources> published = Collections.emptySortedMap();

    /** Nothing published yet. */
    public Publication(SnapshotStore store, AckBoard acks) {
        this(store, new ProxiesFirst(acks));
    }

    Publication(SnapshotStore store, ProxiesFirst proxies) {
        this.store = store;
        this.proxies = proxies;
    }

    /**
     * Publishes the difference to the last call: to the proxies, and when they have the routes, to the services that choose among them. What a group
     * had that is gone is taken from its proxies; they stay connected. After the first call the store knows every group there is.
     */
    public void publish(SortedMap<String, GroupResources> groups) {
        Map<String, Map<ResourceKey, String>> routes = new TreeMap<>();
        groups.forEach((group, resources) -> {
            if (!group.equals(Names.SERVICES_GROUP)) {
                routes.put(group, routes(publish(group, resources)));
            }
        });
        published.keySet().forEach(group -> {
            if (!groups.containsKey(group)) {
                store.remove(group);
            }
        });
        GroupResources services = groups.get(Names.SERVICES_GROUP);
        if (services != null) {
            routes.forEach(proxies::await);
            publish(Names.SERVICES_GROUP, services);
        }
        published = groups;
        store.complete();
    }

    /** Gives what changed. */
    @SuppressWarnings("ReferenceEquality") // the translator gives the same instance for what did not change
    private ChangeSet publish(String group, GroupResources resources) {
        GroupResources before = published.get(group);
        if (before == null) {
            ChangeSet all = new ChangeSet(everything(resources), Map.of());
            store.publish(group, all.upserts());
            return all;
        }
        ChangeSet change = before == resources ? new ChangeSet(Map.of(), Map.of()) : difference(before, resources);
        publish(group, change);
        return change;
    }

    private static Map<ResourceKey, String> routes(ChangeSet change) {
        Map<ResourceKey, String> versions = new HashMap<>();
        change.upserts()
                .getOrDefault(TypeUrls.ROUTES, Map.of())
                .forEach((name, resource) -> versions.put(new ResourceKey(TypeUrls.ROUTES, name), resource.version()));
        return versions;
    }

    private void publish(String group, ChangeSet change) {
        if (!change.typeUrls().isEmpty()) {
            store.publish(group, change);
        }
    }

    private static Map<String, Map<String, XdsResource>> everything(GroupResources resources) {
        Map<String, Map<String, XdsResource>> all =
                new HashMap<>(difference(GroupResources.NONE, resources).upserts());
        resources.byType().keySet().forEach(type -> all.putIfAbsent(type, Map.of()));
        return all;
    }

    /** What must be set and removed; resources are told apart by identity, none is looked into. Costs the difference. */
    static ChangeSet difference(GroupResources before, GroupResources after) {
        Map<String, Map<String, XdsResource>> upserts = new HashMap<>();
        Map<String, Set<String>> removals = new HashMap<>();
        Set<String> types = new HashSet<>(before.byType().keySet());
        types.addAll(after.byType().keySet());
        for (String type : types) {
            after.of(type).changes(before.of(type), (name, _, resource) -> {
                if (resource == null) {
                    removals.computeIfAbsent(type, _ -> new HashSet<>()).add(name);
                } else {
                    upserts.computeIfAbsent(type, _ -> new HashMap<>())
                            .put(name, new XdsResource(name, resource.bytes()));
                }
            });
        }
        return new ChangeSet(upserts, removals);
    }
}
