package io.modeenvoy.webhook;

import java.util.concurrent.atomic.LongAdder;

/** How often the webhook answered what. */
public final class AdmissionCounts {
    private final LongAdder injected = new LongAdder();
    private final LongAdder denied = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final LongAdder refused = new LongAdder();

    void count(Verdict verdict) {
        switch (verdict) {
            case Verdict.Unchanged _ -> unchanged.increment();
            case Verdict.Injected _ -> injected.increment();
            case Verdict.Denied _ -> denied.increment();
        }
    }

    void countRefused() {
        refused.increment();
    }

    /** Pods that got a proxy. */
    public long injected() {
        return injected.sum();
    }

    /** Pods that asked for what there is not. */
    public long denied() {
        return denied.sum();
    }

    /** Pods that stayed as they are. */
    public long unchanged() {
        return unchanged.sum();
    }

    /** Requests that were none, or came too early. */
    public long refused() {
        return refused.sum();
    }
}
