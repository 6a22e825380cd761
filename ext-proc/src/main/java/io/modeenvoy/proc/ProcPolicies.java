package io.modeenvoy.proc;

import io.modeenvoy.access.AccessSnapshot;
import io.modeenvoy.proc.rule.AiPolicies;
import io.modeenvoy.service.PolicyChange;
import io.modeenvoy.service.PolicySubscriber;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The policies in force: an immutable snapshot, swapped at each change by the subscriber's thread and read by all. */
public final class ProcPolicies implements PolicySubscriber {
    private static final Set<String> TYPE_URLS = Stream.concat(
                    AccessSnapshot.TYPE_URLS.stream(), AiPolicies.TYPE_URLS.stream())
            .collect(Collectors.toUnmodifiableSet());

    /** Collections that have not come yet; owned by the subscriber's thread. */
    private final Set<String> missing = new HashSet<>(TYPE_URLS);

    private final InstantSource clock;
    private volatile State state = new State(
            new Snapshot(AccessSnapshot.empty(), AiPolicies.empty(), false), RoutingHistory.of(AiPolicies.empty()));

    public ProcPolicies() {
        this(InstantSource.system());
    }

    ProcPolicies(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Who may call, and where calls go.
     *
     * @param complete whether every collection has come once; before that a good key might look unknown
     */
    record Snapshot(AccessSnapshot access, AiPolicies ai, boolean complete) {}

    /** The newest, and how calls were routed lately. */
    private record State(Snapshot newest, RoutingHistory routing) {}

    Snapshot snapshot() {
        return state.newest();
    }

    /** For a call that began then (null = now): who may call is decided by the newest, where it goes by what Envoy's routes were made of. */
    Snapshot asOf(@Nullable Instant begun) {
        State current = state;
        if (begun == null) {
            return current.newest();
        }
        Snapshot newest = current.newest();
        return new Snapshot(newest.access(), current.routing().at(begun, clock.instant()), newest.complete());
    }

    @Override
    public Set<String> typeUrls() {
        return TYPE_URLS;
    }

    @Override
    public void apply(PolicyChange change) {
        Snapshot old = state.newest();
        missing.remove(change.typeUrl());
        Snapshot next = new Snapshot(
                old.access()
                        .without(change.typeUrl(), change.removals())
                        .with(change.upserts().values()),
                old.ai()
                        .without(change.typeUrl(), change.removals())
                        .with(change.upserts().values()),
                missing.isEmpty());
        state = new State(next, routing(old, next, change.typeUrl()));
    }

    /** What comes before all is there is no history. */
    private RoutingHistory routing(Snapshot old, Snapshot next, String typeUrl) {
        if (!old.complete()) {
            return RoutingHistory.of(next.ai());
        }
        RoutingHistory routing = state.routing();
        return AiPolicies.TYPE_URLS.contains(typeUrl) ? routing.plus(next.ai(), clock.instant()) : routing;
    }
}
