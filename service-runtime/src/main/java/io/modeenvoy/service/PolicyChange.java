package io.modeenvoy.service;

import io.modeenvoy.policy.PolicyResource;
import java.util.Map;
import java.util.Set;

/**
 * What changed in one policy collection.
 *
 * @param upserts added or changed resources by name
 * @param removals names of resources that are gone
 */
public record PolicyChange(String typeUrl, Map<String, PolicyResource> upserts, Set<String> removals) {
    public PolicyChange {
        upserts = Map.copyOf(upserts);
        removals = Set.copyOf(removals);
    }
}
