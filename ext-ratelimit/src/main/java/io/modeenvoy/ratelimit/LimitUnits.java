package io.modeenvoy.ratelimit;

import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.RateLimit;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.RateLimit.Unit;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetWindow;
import java.time.Duration;
import java.util.Map;

/** Budgets as limits in Envoy's words, which have 32 bits and few units. */
final class LimitUnits {
    private static final Map<Duration, Unit> LENGTHS = Map.of(
            Duration.ofSeconds(1), Unit.SECOND,
            Duration.ofMinutes(1), Unit.MINUTE,
            Duration.ofHours(1), Unit.HOUR,
            Duration.ofDays(1), Unit.DAY,
            Duration.ofDays(7), Unit.WEEK);

    private LimitUnits() {}

    static RateLimit limit(BudgetPolicy budget) {
        return RateLimit.newBuilder()
                .setName(budget.id())
                .setRequestsPerUnit(clamped(budget.amount()))
                .setUnit(unit(budget.window()))
                .build();
    }

    private static Unit unit(BudgetWindow window) {
        return switch (window) {
            case BudgetWindow.Sliding(var length) -> LENGTHS.getOrDefault(length, Unit.UNKNOWN);
            case BudgetWindow.Calendar(var span, var zone) ->
                switch (span) {
                    case MINUTE -> Unit.MINUTE;
                    case HOUR -> Unit.HOUR;
                    case DAY -> Unit.DAY;
                    case WEEK -> Unit.WEEK;
                    case MONTH -> Unit.MONTH;
                };
        };
    }

    /** As an unsigned int of 32 bits. */
    static int clamped(long value) {
        return (int) Math.min(value, 0xFFFF_FFFFL);
    }
}
