package io.modeenvoy.authz;

import io.modeenvoy.access.AccessSnapshot;
import io.modeenvoy.service.PolicyChange;
import io.modeenvoy.service.PolicySubscriber;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The snapshot in force. Written by the policy thread alone, read by every call. */
final class AccessState implements PolicySubscriber {
    private final Set<String> answered = new HashSet<>(); // owned by the policy thread
    private AccessSnapshot building = AccessSnapshot.empty(); // owned by the policy thread
    private volatile @Nullable AccessSnapshot current;

    @Override
    public Set<String> typeUrls() {
        return AccessSnapshot.TYPE_URLS;
    }

    @Override
    public void apply(PolicyChange change) {
        building = building.without(change.typeUrl(), change.removals())
                .with(change.upserts().values());
        answered.add(change.typeUrl());
        if (answered.containsAll(AccessSnapshot.TYPE_URLS)) {
            current = building;
        }
    }

    /** The snapshot, null until every collection has arrived once. */
    @Nullable
    AccessSnapshot current() {
        return current;
    }
}
