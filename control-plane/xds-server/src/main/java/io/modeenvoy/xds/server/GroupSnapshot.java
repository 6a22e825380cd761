package io.modeenvoy.xds.server;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Everything one node group is served, at one generation. */
record GroupSnapshot(long generation, Map<String, TypeSnapshot> types) {
    static final GroupSnapshot EMPTY = new GroupSnapshot(0, Map.of());

    GroupSnapshot {
        types = Map.copyOf(types);
    }

    /** The type's content, or null when nothing of the type was ever published and Envoy does not have it either. */
    @Nullable
    TypeSnapshot type(String typeUrl) {
        TypeSnapshot snapshot = types.get(typeUrl);
        if (snapshot == null && XdsTypes.ENVOY.contains(typeUrl)) {
            return TypeSnapshot.empty(typeUrl);
        }
        return snapshot;
    }

    /** The whole content replaced; costs a walk over it, least when the maps are sorted by name. */
    GroupSnapshot replaced(Map<String, Map<String, XdsResource>> resources, Moment moment) {
        Map<String, TypeSnapshot> next = new HashMap<>(types);
        Set<String> typeUrls = new TreeSet<>(types.keySet());
        typeUrls.addAll(resources.keySet());
        for (String typeUrl : typeUrls) {
            TypeSnapshot old = types.getOrDefault(typeUrl, TypeSnapshot.empty(typeUrl));
            Difference change = Difference.between(old, resources.getOrDefault(typeUrl, Map.of()));
            next.put(typeUrl, old.with(change.upserts(), change.removals(), moment));
        }
        return new GroupSnapshot(moment.generation(), next);
    }

    /** A change applied; costs the change. */
    GroupSnapshot changed(ChangeSet change, Moment moment) {
        Map<String, TypeSnapshot> next = new HashMap<>(types);
        for (String typeUrl : change.typeUrls()) {
            TypeSnapshot old = types.getOrDefault(typeUrl, TypeSnapshot.empty(typeUrl));
            next.put(
                    typeUrl,
                    old.with(
                            change.upserts().getOrDefault(typeUrl, Map.of()),
                            change.removals().getOrDefault(typeUrl, Set.of()),
                            moment));
        }
        return new GroupSnapshot(moment.generation(), next);
    }

    /** Whether clients cannot tell the two apart. */
    boolean sameContent(GroupSnapshot other) {
        return types.equals(other.types);
    }
}
