package io.modeenvoy.xds.translator;

import io.modeenvoy.ir.ObjectRef;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What one IR became.
 *
 * @param groups by node group: a gateway's own, {@value XdsTranslator#ALL_GROUP} and {@code services}
 * @param provenance the user's objects behind each resource
 * @param memo for the next pass
 */
public record XdsTranslation(
        SortedMap<String, GroupResources> groups, SortedMap<ResourceKey, SortedSet<ObjectRef>> provenance, Memo memo) {
    public XdsTranslation {
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
        provenance = Collections.unmodifiableSortedMap(new TreeMap<>(provenance));
    }

    /** What the members of {@code name} get; nothing for a group that does not exist. */
    public GroupResources group(String name) {
        return groups.getOrDefault(name, GroupResources.NONE);
    }
}
