package io.modeenvoy.xds.translator;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the members of one node group get.
 *
 * @param byType type URL to name to resource; every type the group may ask for is there, possibly empty
 */
public record GroupResources(SortedMap<String, SortedMap<String, TranslatedResource>> byType) {
    /** No type, no resource. */
    public static final GroupResources NONE = new GroupResources(new TreeMap<>());

    public GroupResources {
        TreeMap<String, SortedMap<String, TranslatedResource>> copy = new TreeMap<>();
        byType.forEach(
                (type, resources) -> copy.put(type, Collections.unmodifiableSortedMap(new TreeMap<>(resources))));
        byType = Collections.unmodifiableSortedMap(copy);
    }

    /** The resources of one type by name. */
    public SortedMap<String, TranslatedResource> of(String typeUrl) {
        return byType.getOrDefault(typeUrl, Collections.emptySortedMap());
    }

    /** The resource of this name; there must be one. */
    public TranslatedResource one(String typeUrl, String name) {
        TranslatedResource resource = of(typeUrl).get(name);
        if (resource == null) {
            throw new IllegalArgumentException(
                    typeUrl + ": " + name + " (expected: one of " + of(typeUrl).keySet() + ")");
        }
        return resource;
    }

    static GroupResources of(List<String> typeUrls, Collection<TranslatedResource> resources) {
        TreeMap<String, SortedMap<String, TranslatedResource>> byType = new TreeMap<>();
        typeUrls.forEach(typeUrl -> byType.put(typeUrl, new TreeMap<>()));
        for (TranslatedResource resource : resources) {
            byType.computeIfAbsent(resource.key().typeUrl(), typeUrl -> new TreeMap<>())
                    .put(resource.name(), resource);
        }
        return new GroupResources(byType);
    }
}
