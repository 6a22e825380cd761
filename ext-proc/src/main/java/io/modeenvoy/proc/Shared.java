package io.modeenvoy.proc;

import io.modeenvoy.ledger.Ledger;
import java.time.InstantSource;

/** What all exchanges share. */
record Shared(
        ProcPolicies policies,
        Ledger ledger,
        Settlements settlements,
        OpenCalls calls,
        BodyMemory bodies,
        Deadlines deadlines,
        CallMetrics metrics,
        ProcOptions options,
        InstantSource clock) {}
