package io.modeenvoy.proc;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.modeenvoy.proc.charge.Bounds;
import io.modeenvoy.proc.rule.Target;
import io.modeenvoy.proc.usage.Tokens;
import io.modeenvoy.proc.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** Metrics of calls, named by OpenTelemetry's GenAI conventions where those have a name. */
final class CallMetrics {
    /** Buckets by the conventions. */
    private static final double[] TOKENS = {
        1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864
    };

    private static final Duration[] DURATIONS =
            seconds(0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
    private static final Duration[] FIRST_TOKENS =
            seconds(0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);

    private final MeterRegistry meters;
    private final AtomicInteger open;

    CallMetrics(MeterRegistry meters, OpenCalls calls) {
        this.meters = meters;
        AtomicInteger gauge = meters.gauge("modeenvoy.ext_proc.exchanges", new AtomicInteger());
        this.open = gauge == null ? new AtomicInteger() : gauge;
        meters.gauge("modeenvoy.ext_proc.kept_calls", calls, OpenCalls::size);
    }

    private static Duration[] seconds(double... values) {
        return DoubleStream.of(values)
                .mapToObj(value -> Duration.ofMillis(Math.round(value * 1_000)))
                .toArray(Duration[]::new);
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    void answered(String code) {
        meters.counter("modeenvoy.ext_proc.answered", "code", code).increment();
    }

    /** Times of one call. */
    record Times(Instant start, @Nullable Instant firstToken, Instant end) {}

    /** A call was settled; {@code error} is empty for a good end. */
    void settled(Bounds backend, Usage usage, Times times, String error) {
        Tags tags = tags(backend);
        meters.counter(
                        "modeenvoy.ext_proc.settled",
                        "usage_source",
                        usage.source().label())
                .increment();
        usage.doubts()
                .forEach(doubt -> meters.counter(
                                "modeenvoy.ext_proc.usage_doubts",
                                "reason",
                                doubt.label(),
                                "gen_ai.provider.name",
                                backend.target().provider().name().toString())
                        .increment());
        Timer.builder("gen_ai.server.request.duration")
                .serviceLevelObjectives(DURATIONS)
                .tags(error.isEmpty() ? tags.and("error.type", "none") : tags.and("error.type", error))
                .register(meters)
                .record(Duration.between(times.start(), times.end()));
        if (times.firstToken() != null) {
            Timer.builder("gen_ai.server.time_to_first_token")
                    .serviceLevelObjectives(FIRST_TOKENS)
                    .tags(tags)
                    .register(meters)
                    .record(Duration.between(times.start(), times.firstToken()));
        }
        tokens(tags, usage.tokens());
    }

    /** Attempts were sent before the last one and got no answer. */
    void lost(List<Bounds> attempts) {
        attempts.forEach(backend -> meters.counter(
                        "modeenvoy.ext_proc.attempts_lost",
                        "gen_ai.provider.name",
                        backend.target().provider().name().toString())
                .increment());
    }

    private void tokens(Tags tags, Tokens tokens) {
        tokens(tags, "input", tokens.input());
        tokens(tags, "output", tokens.output());
    }

    private void tokens(Tags tags, String type, long amount) {
        if (amount > 0) {
            DistributionSummary.builder("gen_ai.client.token.usage")
                    .serviceLevelObjectives(TOKENS)
                    .tags(tags.and("gen_ai.token.type", type))
                    .register(meters)
                    .record((double) amount);
        }
    }

    /** The model is named only if an operator has named it: what clients write must not make new time series. */
    private static Tags tags(Bounds backend) {
        Target target = backend.target();
        return Tags.of(
                "gen_ai.operation.name",
                backend.size().endpoint().operation(),
                "gen_ai.provider.name",
                target.provider().name().toString(),
                "gen_ai.request.model",
                target.named() ? target.modelName() : "other");
    }
}
