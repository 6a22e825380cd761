package io.modeenvoy.proc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/**
 * The account of all bodies in memory: how much there is in all, and for each caller. That of a request is counted as it arrives, and until nothing of it is needed; that of an answer which was
 * inflated, as far as it waits for Envoy: any other is no more than Envoy itself has sent.
 *
 * <p>A caller may have so much in all of its bodies. All callers together may fill the whole but for an eighth: that is kept for callers of whom no more than
 * {@value #SMALL} bytes are here. So who sends little is not refused for those who send much, however many they are. Thread-safe.
 */
final class BodyMemory {
    static final long SMALL = 1 << 20;
    private static final int KEPT = 8;

    private final long total;
    private final long perCaller;
    private final MeterRegistry meters;

    @GuardedBy("this")
    private final Map<String, Long> byCaller = new HashMap<>();

    @GuardedBy("this")
    private long held;

    /** What becomes of more bytes. */
    enum Verdict {
        /** There is room. */
        FITS,
        /** This body alone is more than a caller may have. */
        TOO_LARGE,
        /** There is no room until other bodies of the caller are gone. */
        CALLER_FULL,
        /** There is no room until bodies of others are gone. */
        FULL
    }

    BodyMemory(long total, long perCaller, MeterRegistry meters) {
        this.total = total;
        this.perCaller = perCaller;
        this.meters = meters;
        meters.gauge("modeenvoy.ext_proc.body_bytes", this, memory -> (double) memory.held());
    }

    /** A body of a caller, of which nothing is here yet. */
    Body body(String caller) {
        return new Body(caller);
    }

    synchronized long held() {
        return held;
    }

    /** How many callers have something here. */
    synchronized int callers() {
        return byCaller.size();
    }

    /** One body. Owned by its exchange. */
    final class Body {
        private final String caller;
        private long bytes;

        private Body(String caller) {
            this.caller = caller;
        }

        /** Whether a body of this length could be taken now; nothing is. */
        Verdict fits(long length) {
            return told(look(length));
        }

        /** Takes bytes that have arrived, if there is room. */
        Verdict take(long more) {
            synchronized (BodyMemory.this) {
                Verdict verdict = look(more);
                if (verdict == Verdict.FITS && more > 0) {
                    bytes += more;
                    held += more;
                    byCaller.merge(caller, more, Long::sum);
                }
                return told(verdict);
            }
        }

        /** Counts so many from now on, whatever it was before, if there is room. */
        Verdict hold(long size) {
            synchronized (BodyMemory.this) {
                return size > bytes ? take(size - bytes) : give(bytes - size);
            }
        }

        private Verdict give(long less) {
            synchronized (BodyMemory.this) {
                bytes -= less;
                held -= less;
                byCaller.computeIfPresent(caller, (name, all) -> all == less ? null : Long.valueOf(all - less));
                return Verdict.FITS;
            }
        }

        private Verdict look(long more) {
            synchronized (BodyMemory.this) {
                long callers = byCaller.getOrDefault(caller, 0L) + more;
                if (bytes + more > perCaller) {
                    return Verdict.TOO_LARGE;
                } else if (callers > perCaller) {
                    return Verdict.CALLER_FULL;
                }
                return held + more > (callers > SMALL ? total - total / KEPT : total) ? Verdict.FULL : Verdict.FITS;
            }
        }

        /** Nothing of it is needed any more. Once is enough, twice does no harm. */
        void release() {
            synchronized (BodyMemory.this) {
                give(bytes);
            }
        }
    }

    private Verdict told(Verdict verdict) {
        if (verdict != Verdict.FITS) {
            meters.counter(
                            "modeenvoy.ext_proc.bodies_refused",
                            "reason",
                            verdict.name().toLowerCase(java.util.Locale.ROOT))
                    .increment();
        }
        return verdict;
    }
}
