package io.modeenvoy.proc;

import io.modeenvoy.access.AccessSnapshot;
import io.modeenvoy.proc.rule.AiPolicies;
import io.modeenvoy.service.PolicyChange;
import io.modeenvoy.service.PolicySubscriber;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The policies in force: an immutable snapshot, swapped at each change by the subscriber's thread and read by all. */
public final class ProcPolicies implements PolicySubscriber {
    private static final Set<String> TYPE_URLS = Stream.concat(
                    AccessSnapshot.TYPE_URLS.stream(), AiPolicies.TYPE_URLS.stream())
            .collect(Collectors.toUnmodifiableSet());

    /** Collections that have not come yet; owned by the subscriber's thread. */
    private final Set<String> missing = new HashSet<>(TYPE_URLS);

    private volatile Snapshot snapshot = new Snapshot(AccessSnapshot.empty(), AiPolicies.empty(), false);

    /**
     * Who may call, and where calls go.
     *
     * @param complete whether every collection has come once; before that a good key might look unknown
     */
    record Snapshot(AccessSnapshot access, AiPolicies ai, boolean complete) {}

    Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public Set<String> typeUrls() {
        return TYPE_URLS;
    }

    @Override
    public void apply(PolicyChange change) {
        Snapshot old = snapshot;
        missing.remove(change.typeUrl());
        snapshot = new Snapshot(
                old.access()
                        .without(change.typeUrl(), change.removals())
                        .with(change.upserts().values()),
                old.ai()
                        .without(change.typeUrl(), change.removals())
                        .with(change.upserts().values()),
                missing.isEmpty());
    }
}
