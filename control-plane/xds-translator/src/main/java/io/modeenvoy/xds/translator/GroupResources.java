package io.modeenvoy.xds.translator;

import io.modeenvoy.incremental.PersistentMap;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the members of one node group get. What changed from one translation to the next is quickly found.
 *
 * @param byType type URL to name to resource; every type the group may ask for is there, possibly empty
 */
public record GroupResources(SortedMap<String, PersistentMap<String, TranslatedResource>> byType) {
    /** No type, no resource. */
    public static final GroupResources NONE = new GroupResources(new TreeMap<>());

    public GroupResources {
        byType = Collections.unmodifiableSortedMap(new TreeMap<>(byType));
    }

    static GroupResources of(
            List<String> typeUrls, Function<String, PersistentMap<String, TranslatedResource>> resources) {
        SortedMap<String, PersistentMap<String, TranslatedResource>> byType = new TreeMap<>();
        typeUrls.forEach(typeUrl -> byType.put(typeUrl, resources.apply(typeUrl)));
        return new GroupResources(byType);
    }

    /** The resources of one type by name. */
    public PersistentMap<String, TranslatedResource> of(String typeUrl) {
        return byType.getOrDefault(typeUrl, PersistentMap.empty());
    }

    /** The resource of this name; there must be one. */
    public TranslatedResource one(String typeUrl, String name) {
        TranslatedResource resource = of(typeUrl).find(name);
        if (resource == null) {
            throw new IllegalArgumentException(
                    typeUrl + ": " + name + " (expected: one of " + of(typeUrl).keySet() + ")");
        }
        return resource;
    }
}
