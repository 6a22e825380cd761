package io.modeenvoy.xds.translator;

import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.GatewayIr;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.Names;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one IR became.
 *
 * @param groups by node group: a gateway's own, its egress proxies', {@value XdsTranslator#ALL_GROUP} and {@code services}
 * @param memo for the next pass
 */
public record XdsTranslation(PersistentMap<String, GroupResources> groups, Memo memo) {
    /** What the members of {@code name} get; nothing for a group that does not exist. */
    public GroupResources group(String name) {
        return groups.getOrDefault(name, GroupResources.NONE);
    }

    /** Every resource once, whoever gets it. */
    public Stream<TranslatedResource> resources() {
        return Stream.concat(
                Stream.of(XdsTranslator.ALL_GROUP, Names.SERVICES_GROUP)
                        .flatMap(group -> group(group).byType().values().stream())
                        .flatMap(byName -> byName.values().stream()),
                egress().flatMap(group -> group(group).of(TypeUrls.LISTENER).values().stream()));
    }

    /** The groups of egress proxies: of what they have only the listeners are nobody else's. */
    private Stream<String> egress() {
        return groups.keySet().stream().filter(group -> group.startsWith(GatewayIr.EGRESS));
    }

    /** The user's objects behind a resource, sorted; none for a resource that does not exist. */
    public Set<ObjectRef> origins(ResourceKey key) {
        return Stream.of(Stream.of(XdsTranslator.ALL_GROUP, Names.SERVICES_GROUP), egress())
                .flatMap(groupNames -> groupNames)
                .flatMap(group ->
                        Stream.ofNullable(group(group).of(key.typeUrl()).find(key.name())))
                .findFirst()
                .map(TranslatedResource::origins)
                .orElse(Set.of());
    }
}
