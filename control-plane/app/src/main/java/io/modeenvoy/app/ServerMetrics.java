package io.modeenvoy.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.modeenvoy.policy.wire.PolicyTypes;
import io.modeenvoy.xds.server.XdsMetrics;
import io.modeenvoy.xds.translator.TypeUrls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ADS server's figures in Micrometer. */
public final class ServerMetrics implements XdsMetrics {
    private static final Duration[] BUCKETS = Stream.of(
                    1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final AtomicInteger streams = new AtomicInteger();
    private final Counter unmatched;
    private final Map<String, Figures> types;
    private final Figures others;

    public ServerMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("modeenvoy.xds.streams", streams);
        unmatched = registry.counter("modeenvoy.xds.unmatched");
        types = Stream.of(TypeUrls.ENVOY, PolicyTypes.ALL)
                .flatMap(List::stream)
                .collect(Collectors.toUnmodifiableMap(Function.identity(), type -> Figures.of(registry, kind(type))));
        others = Figures.of(registry, "unknown");
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
    public void unmatched() {
        unmatched.increment();
    }

    @Override
    public void request(String typeUrl) {
        figures(typeUrl).requests().increment();
    }

    @Override
    public void response(String typeUrl, int bytes) {
        figures(typeUrl).responses().increment();
        figures(typeUrl).bytes().increment(bytes);
    }

    @Override
    public void acked(String typeUrl, Duration after) {
        figures(typeUrl).ack().record(after);
    }

    @Override
    public void converged(String typeUrl, Duration after) {
        figures(typeUrl).convergence().record(after);
    }

    @Override
    public void nacked(String typeUrl) {
        figures(typeUrl).rejections().increment();
    }

    @Override
    public void forced(String typeUrl) {
        figures(typeUrl).forced().increment();
    }

    /** The type is the client's word: one it made up must not become a label. */
    private Figures figures(String typeUrl) {
        return types.getOrDefault(typeUrl, others);
    }

    private static String kind(String typeUrl) {
        return typeUrl.substring(typeUrl.lastIndexOf('.') + 1);
    }

    /** The figures of one type. */
    private record Figures(
            Counter requests,
            Counter responses,
            Counter bytes,
            Counter rejections,
            Counter forced,
            Timer ack,
            Timer convergence) {
        static Figures of(MeterRegistry registry, String type) {
            return new Figures(
                    registry.counter("modeenvoy.xds.requests", "type", type),
                    registry.counter("modeenvoy.xds.responses", "type", type),
                    registry.counter("modeenvoy.xds.response.bytes", "type", type),
                    registry.counter("modeenvoy.xds.rejections", "type", type),
                    registry.counter("modeenvoy.xds.forced", "type", type),
                    registry.timer("modeenvoy.xds.ack", "type", type),
                    Timer.builder("modeenvoy.xds.convergence")
                            .tag("type", type)
                            .serviceLevelObjectives(BUCKETS)
                            .register(registry));
        }
    }
}
