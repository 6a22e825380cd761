package io.modeenvoy.proc;

import java.time.Duration;

/**
 * Limits of the service.
 *
 * @param maxBodyBytes larger request bodies are refused with 413
 * @param allBodyBytes most that all bodies hold at once, beyond which calls with large ones get 503, at last all
 * @param callerBodyBytes most that the bodies of one caller hold at once, beyond which its calls get 429
 * @param bodyIdle longest silence of a client that is sending its body, after which it gets 408
 * @param ledgerTimeout longest wait for the ledger, after which the call gets 503
 * @param reservationTtl how long a reservation lasts that nobody settles; longer than the longest answer
 * @param defaultOutput output tokens given to a call under a token budget that names no limit itself, for models without a known one
 */
public record ProcOptions(
        int maxBodyBytes,
        long allBodyBytes,
        long callerBodyBytes,
        Duration bodyIdle,
        Duration ledgerTimeout,
        Duration reservationTtl,
        long defaultOutput) {

    /** 16 MiB, a quarter of the heap, a quarter of that or one largest body, 60 s, 5 s, 1 h, 4,096 tokens. */
    public static ProcOptions defaults() {
        return new ProcOptions(
                        16 << 20, 0, 0, Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofHours(1), 4_096)
                .withAllBodyBytes(Runtime.getRuntime().maxMemory() / 4);
    }

    /** With another limit of bodies, and one caller's share accordingly. */
    public ProcOptions withMaxBodyBytes(int bytes) {
        return new ProcOptions(
                        bytes, allBodyBytes, callerBodyBytes, bodyIdle, ledgerTimeout, reservationTtl, defaultOutput)
                .withAllBodyBytes(allBodyBytes);
    }

    /** With another limit of all bodies, of which one caller may have a quarter, or one largest body if half of it holds that. */
    public ProcOptions withAllBodyBytes(long bytes) {
        long share = Math.max(bytes / 4, Math.min(maxBodyBytes, bytes / 2));
        return new ProcOptions(maxBodyBytes, bytes, share, bodyIdle, ledgerTimeout, reservationTtl, defaultOutput);
    }

    /** With another limit of one caller's bodies. */
    public ProcOptions withCallerBodyBytes(long bytes) {
        return new ProcOptions(
                maxBodyBytes, allBodyBytes, bytes, bodyIdle, ledgerTimeout, reservationTtl, defaultOutput);
    }
}
