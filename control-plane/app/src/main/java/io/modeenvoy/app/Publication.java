package io.modeenvoy.app;

import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.policy.Names;
import io.modeenvoy.xds.server.AckBoard;
import io.modeenvoy.xds.server.ChangeSet;
import io.modeenvoy.xds.server.ResourceKey;
import io.modeenvoy.xds.server.SnapshotStore;
import io.modeenvoy.xds.server.XdsResource;
import io.modeenvoy.xds.translator.GroupResources;
import io.modeenvoy.xds.translator.TypeUrls;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Brings what was translated into the store as change sets. Owned by the translator thread. */
public final class Publication {
    private final SnapshotStore store;
    private final ProxiesFirst proxies;
    private PersistentMap<String, GroupResources> published = PersistentMap.empty();

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
    public void publish(PersistentMap<String, GroupResources> groups) {
        Map<String, Map<ResourceKey, String>> routes = new TreeMap<>();
        groups.changes(published, (group, before, now) -> {
            if (now == null) {
                store.remove(group);
            } else if (!group.equals(Names.SERVICES_GROUP)) {
                routes.put(group, routes(publish(group, before, now)));
            }
        });
        GroupResources services = groups.find(Names.SERVICES_GROUP);
        if (services != null) {
            proxies.await(routes);
            publish(Names.SERVICES_GROUP, published.find(Names.SERVICES_GROUP), services);
        }
        published = groups;
        store.complete();
    }

    /** Gives what changed. */
    private ChangeSet publish(String group, @Nullable GroupResources before, GroupResources now) {
        if (before == null) {
            ChangeSet all = new ChangeSet(everything(now), Map.of());
            store.publish(group, all.upserts());
            return all;
        }
        ChangeSet change = difference(before, now);
        if (!change.typeUrls().isEmpty()) {
            store.publish(group, change);
        }
        return change;
    }

    private static Map<ResourceKey, String> routes(ChangeSet change) {
        Map<ResourceKey, String> versions = new HashMap<>();
        change.upserts()
                .getOrDefault(TypeUrls.ROUTES, Map.of())
                .forEach((name, resource) -> versions.put(new ResourceKey(TypeUrls.ROUTES, name), resource.version()));
        return versions;
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
