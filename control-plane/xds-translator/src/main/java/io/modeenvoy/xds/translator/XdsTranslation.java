package io.modeenvoy.xds.translator;

import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.Names;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one IR became.
 *
 * @param groups by node group: a gateway's own, {@value XdsTranslator#ALL_GROUP} and {@code services}
 * @param memo for the next pass
 */
public record XdsTranslation(PersistentMap<String, GroupResources> groups, Memo memo) {
    /** What the members of {@code name} get; nothing for a group that does not exist. */
    public GroupResources group(String name) {
        return groups.getOrDefault(name, GroupResources.NONE);
    }

    /** Every resource once, whoever gets it. */
    public Stream<TranslatedResource> resources() {
        return Stream.of(XdsTranslator.ALL_GROUP, Names.SERVICES_GROUP)
                .flatMap(group -> group(group).byType().values().stream())
                .flatMap(byName -> byName.values().stream());
    }

    /** The user's objects behind a resource, sorted; none for a resource that does not exist. */
    public Set<ObjectRef> origins(ResourceKey key) {
        for (String group : new String[] {XdsTranslator.ALL_GROUP, Names.SERVICES_GROUP}) {
            TranslatedResource found = group(group).of(key.typeUrl()).find(key.name());
            if (found != null) {
                return found.origins();
            }
        }
        return Set.of();
    }
}
