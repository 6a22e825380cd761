package io.modeenvoy.proc;

import io.modeenvoy.access.AccessSnapshot;
import io.modeenvoy.proc.rule.AiPolicies;
import io.modeenvoy.service.PolicyChange;
import io.modeenvoy.service.PolicySubscriber;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The policies in force: an immutable snapshot, swapped at each change by the subscriber's thread and read by all. */
public final class ProcPolicies implements PolicySubscriber {
    private static final Set<String> TYPE_URLS = Stream.concat(
                    AccessSnapshot.TYPE_URLS.stream(), AiPolicies.TYPE_URLS.stream())
            .collect(Collectors.toUnmodifiableSet());

    private volatile Snapshot snapshot = new Snapshot(AccessSnapshot.empty(), AiPolicies.empty());

    /** Who may call, and where calls go. */
    record Snapshot(AccessSnapshot access, AiPolicies ai) {}

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
        snapshot = new Snapshot(
                old.access()
                        .without(change.typeUrl(), change.removals())
                        .with(change.upserts().values()),
                old.ai()
                        .without(change.typeUrl(), change.removals())
                        .with(change.upserts().values()));
    }
}
