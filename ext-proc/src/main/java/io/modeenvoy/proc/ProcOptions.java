package io.modeenvoy.proc;

import java.time.Duration;

/**
 * Limits of the service.
 *
 * @param maxBodyBytes larger request bodies are refused with 413
 * @param bodyIdle longest silence of a client that is sending its body, after which it gets 408
 * @param ledgerTimeout longest wait for the ledger, after which the call gets 503
 * @param reservationTtl how long a reservation lasts that nobody settles; longer than the longest answer
 * @param defaultOutput output tokens given to a call under a token budget that names no limit itself, for models without a known one
 */
public record ProcOptions(
        int maxBodyBytes, Duration bodyIdle, Duration ledgerTimeout, Duration reservationTtl, long defaultOutput) {

    /** 16 MiB, 60 s, 5 s, 1 h, 4,096 tokens. */
    public static ProcOptions defaults() {
        return new ProcOptions(16 << 20, Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofHours(1), 4_096);
    }

    /** With another limit of bodies. */
    public ProcOptions withMaxBodyBytes(int bytes) {
        return new ProcOptions(bytes, bodyIdle, ledgerTimeout, reservationTtl, defaultOutput);
    }
}
