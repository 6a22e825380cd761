package io.modeenvoy.authz;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.modeenvoy.access.Denial;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Counts decisions by outcome. The reasons are our own words, so there are few. */
final class DecisionMetrics {
    private final MeterRegistry registry;
    private final Counter allowed;
    private final ConcurrentMap<String, Counter> denied = new ConcurrentHashMap<>();

    DecisionMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.allowed = counter("allowed", "");
    }

    void allowed() {
        allowed.increment();
    }

    void denied(Denial denial) {
        denied.computeIfAbsent(denial.detail(), detail -> counter("denied", detail))
                .increment();
    }

    private Counter counter(String result, String reason) {
        return registry.counter("modeenvoy.authz.decisions", "result", result, "reason", reason);
    }
}
