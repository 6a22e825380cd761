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
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Metrics of calls, named by OpenTelemetry's GenAI conventions where those have a name. */
final class CallMetrics {
    private final MeterRegistry meters;
    private final AtomicInteger open;

    CallMetrics(MeterRegistry meters, OpenCalls calls) {
        this.meters = meters;
        AtomicInteger gauge = meters.gauge("modeenvoy.ext_proc.exchanges", new AtomicInteger());
        this.open = gauge == null ? new AtomicInteger() : gauge;
        meters.gauge("modeenvoy.ext_proc.kept_calls", calls, OpenCalls::size);
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
        Timer.builder("gen_ai.server.request.duration")
                .tags(error.isEmpty() ? tags.and("error.type", "none") : tags.and("error.type", error))
                .register(meters)
                .record(Duration.between(times.start(), times.end()));
        if (times.firstToken() != null) {
            Timer.builder("gen_ai.server.time_to_first_token")
                    .tags(tags)
                    .register(meters)
                    .record(Duration.between(times.start(), times.firstToken()));
        }
        tokens(tags, usage.tokens());
    }

    private void tokens(Tags tags, Tokens tokens) {
        tokens(tags, "input", tokens.input());
        tokens(tags, "output", tokens.output());
    }

    private void tokens(Tags tags, String type, long amount) {
        if (amount > 0) {
            DistributionSummary.builder("gen_ai.client.token.usage")
                    .baseUnit("token")
                    .tags(tags.and("gen_ai.token.type", type))
                    .register(meters)
                    .record((double) amount);
        }
    }

    /** The model is named only if the provider's list has it: what clients write must not make new time series. */
    private static Tags tags(Bounds backend) {
        Target target = backend.target();
        boolean known = target.model() != null || target.backend().model() != null;
        return Tags.of(
                "gen_ai.operation.name",
                backend.size().endpoint().operation(),
                "gen_ai.provider.name",
                target.provider().name().toString(),
                "gen_ai.request.model",
                known ? target.modelName() : "other");
    }
}
