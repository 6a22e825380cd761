package io.modeenvoy.xds.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What one publication changes in a group: per type URL the resources set and the names removed. */
public record ChangeSet(Map<String, Map<String, XdsResource>> upserts, Map<String, Set<String>> removals) {
    public ChangeSet {
        upserts = Map.copyOf(upserts);
        removals = Map.copyOf(removals);
    }

    /** A change that only sets resources of one type. */
    public static ChangeSet upsert(String typeUrl, XdsResource... resources) {
        Map<String, XdsResource> byName = new TreeMap<>();
        for (XdsResource resource : resources) {
            byName.put(resource.name(), resource);
        }
        return new ChangeSet(Map.of(typeUrl, byName), Map.of());
    }

    /** A change that only removes resources of one type. */
    public static ChangeSet remove(String typeUrl, String... names) {
        return new ChangeSet(Map.of(), Map.of(typeUrl, Set.of(names)));
    }

    /** Every type URL it touches, sorted. */
    public List<String> typeUrls() {
        List<String> types = new ArrayList<>(upserts.keySet());
        removals.keySet().stream().filter(type -> !upserts.containsKey(type)).forEach(types::add);
        types.sort(null);
        return types;
    }
}
