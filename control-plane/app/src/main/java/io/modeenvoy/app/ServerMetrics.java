package io.modeenvoy.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.modeenvoy.policy.wire.PolicyTypes;
import io.modeenvoy.xds.server.XdsMetrics;
import io.modeenvoy.xds.translator.TypeUrls;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ADS server's figures in Micrometer. */
public final class ServerMetrics implements XdsMetrics {
    private static final Set<String> KNOWN =
            Stream.of(TypeUrls.ENVOY, PolicyTypes.ALL).flatMap(List::stream).collect(Collectors.toUnmodifiableSet());

    private final MeterRegistry registry;
    private final AtomicInteger streams = new AtomicInteger();

    public ServerMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("modeenvoy.xds.streams", streams);
    }

    @Override
    public void streams(int open) {
        streams.set(open);
    }

    @Override
    public void refused(String reason) {
        registry.counter("modeenvoy.xds.refused", "reason", reason).increment();
    }

    @Override
    public void request(String typeUrl) {
        // The type is the client's word: one it made up must not become a label.
        String type = KNOWN.contains(typeUrl) ? kind(typeUrl) : "unknown";
        registry.counter("modeenvoy.xds.requests", "type", type).increment();
    }

    @Override
    public void response(String typeUrl, int bytes) {
        registry.counter("modeenvoy.xds.responses", "type", kind(typeUrl)).increment();
        registry.counter("modeenvoy.xds.response.bytes", "type", kind(typeUrl)).increment(bytes);
    }

    @Override
    public void acked(String typeUrl, Duration after) {
        registry.timer("modeenvoy.xds.convergence", "type", kind(typeUrl)).record(after);
    }

    @Override
    public void nacked(String typeUrl) {
        registry.counter("modeenvoy.xds.rejections", "type", kind(typeUrl)).increment();
    }

    @Override
    public void forced(String typeUrl) {
        registry.counter("modeenvoy.xds.forced", "type", kind(typeUrl)).increment();
    }

    private static String kind(String typeUrl) {
        return typeUrl.substring(typeUrl.lastIndexOf('.') + 1);
    }
}
