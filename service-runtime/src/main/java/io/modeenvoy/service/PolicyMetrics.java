package io.modeenvoy.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicInteger;

/** Figures of the policy subscription. */
final class PolicyMetrics {
    private final MeterRegistry registry;
    private final Tags node;
    private final AtomicInteger connected;

    PolicyMetrics(MeterRegistry registry, String node) {
        this.registry = registry;
        this.node = Tags.of("node", node);
        this.connected = new AtomicInteger();
        registry.gauge("modeenvoy.policy.connected", this.node, connected);
    }

    void connected(boolean now) {
        connected.set(now ? 1 : 0);
    }

    void streamEnded() {
        connected(false);
        registry.counter("modeenvoy.policy.stream.ends", node).increment();
    }

    void received(String typeUrl, boolean accepted) {
        String kind = typeUrl.substring(typeUrl.lastIndexOf('.') + 1);
        registry.counter(
                        "modeenvoy.policy.updates",
                        node.and("type", kind, "result", accepted ? "accepted" : "rejected"))
                .increment();
    }
}
