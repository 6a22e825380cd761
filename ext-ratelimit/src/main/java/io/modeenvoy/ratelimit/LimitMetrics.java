package io.modeenvoy.ratelimit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.modeenvoy.ledger.ReserveResult;

/** Counts answers by outcome. */
final class LimitMetrics {
    private final Counter ok;
    private final Counter overLimit;
    private final Counter closed;
    private final Counter failed;

    LimitMetrics(MeterRegistry registry) {
        this.ok = counter(registry, "ok");
        this.overLimit = counter(registry, "over_limit");
        this.closed = counter(registry, "closed");
        this.failed = counter(registry, "error");
    }

    private static Counter counter(MeterRegistry registry, String result) {
        return registry.counter("modeenvoy.ratelimit.decisions", "result", result);
    }

    void decided(ReserveResult result) {
        switch (result) {
            case ReserveResult.Granted granted -> ok.increment();
            case ReserveResult.Denied denied -> overLimit.increment();
            case ReserveResult.Closed closedBudget -> closed.increment();
        }
    }

    void failed() {
        failed.increment();
    }
}
