package io.modeenvoy.service;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** Figures of the policy subscription. */
final class PolicyMetrics {
    private final MeterRegistry registry;
    private final AtomicInteger connected;

    PolicyMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.connected = new AtomicInteger();
        registry.gauge("modeenvoy.policy.connected", connected);
    }

    void connected(boolean now) {
        connected.set(now ? 1 : 0);
    }

    void streamEnded() {
        connected(false);
        registry.counter("modeenvoy.policy.stream.ends").increment();
    }

    void received(String typeUrl, boolean accepted) {
        String kind = typeUrl.substring(typeUrl.lastIndexOf('.') + 1);
        registry.counter("modeenvoy.policy.updates", "type", kind, "result", accepted ? "accepted" : "rejected")
                .increment();
    }
}
