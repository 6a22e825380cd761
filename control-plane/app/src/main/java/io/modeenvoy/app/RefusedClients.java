package io.modeenvoy.app;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.modeenvoy.xds.server.AckListener;
import io.modeenvoy.xds.server.RefusedClaim;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The clients that were last sent away because of their certificates, the latest last. Forgets all but a few. */
final class RefusedClients implements AckListener {
    private static final int REMEMBERED = 50;

    private final InstantSource clock;

    @GuardedBy("this")
    private final SequencedMap<RefusedClaim, FleetStatus.Refusal> refusals = new LinkedHashMap<>();

    RefusedClients(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void refused(RefusedClaim claim) {
        FleetStatus.Refusal before = refusals.remove(claim);
        refusals.put(
                claim,
                new FleetStatus.Refusal(
                        claim.nodeId(),
                        claim.group(),
                        claim.peer(),
                        claim.reason(),
                        clock.instant().toString(),
                        before == null ? 1 : before.times() + 1));
        if (refusals.size() > REMEMBERED) {
            refusals.pollFirstEntry();
        }
    }

    synchronized List<FleetStatus.Refusal> latest() {
        return List.copyOf(refusals.values());
    }
}
