package io.modeenvoy.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.modeenvoy.ledger.BudgetState;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetTarget;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.BudgetWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A limit of a Budget as {@code /budgets} shows it: in the words of the object that people wrote, amounts as numbers of its unit, money as decimal ones.
 *
 * @param id of the counter, {@code namespace/name/unit/window}
 * @param currency null = it is not money
 * @param settled booked use
 * @param reserved held by calls under way
 * @param remaining what can still be held
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ShownBudget(
        String id,
        String namespace,
        String name,
        Target target,
        String unit,
        @Nullable String currency,
        BigDecimal amount,
        Window window,
        String mode,
        BigDecimal settled,
        BigDecimal reserved,
        BigDecimal remaining,
        String windowStart,
        String windowEnd) {
    private static final int NANO_DIGITS = 9;

    /** Whose use is counted. */
    record Target(String kind, String name) {}

    /** Over which time: one of both. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Window(@Nullable String calendar, @Nullable String sliding) {}

    static ShownBudget of(BudgetState state) {
        BudgetPolicy budget = state.budget();
        return new ShownBudget(
                budget.id(),
                budget.budget().namespace(),
                budget.budget().name(),
                target(budget.target()),
                word(budget.unit()),
                budget.currency().isEmpty() ? null : budget.currency(),
                amount(budget, budget.amount()),
                window(budget.window()),
                word(budget.mode()),
                amount(budget, state.settled()),
                amount(budget, state.reserved()),
                amount(budget, state.remaining()),
                time(state.windowStart()),
                time(state.windowEnd()));
    }

    private static Target target(BudgetTarget target) {
        return switch (target.kind()) {
            case TENANT -> new Target("Tenant", target.name().toString());
            case CONSUMER -> new Target("Consumer", target.name().name());
            case API_KEY -> new Target("APIKey", target.name().name());
            case AI_ROUTE -> new Target("AIRoute", target.name().name());
            case HTTP_ROUTE -> new Target("HTTPRoute", target.name().name());
            case GRPC_ROUTE -> new Target("GRPCRoute", target.name().name());
        };
    }

    private static Window window(BudgetWindow window) {
        return switch (window) {
            case BudgetWindow.Calendar(var span, var zone) -> new Window(word(span), null);
            case BudgetWindow.Sliding(var length) ->
                new Window(null, length.toString().substring("PT".length()).toLowerCase(Locale.ROOT));
        };
    }

    private static BigDecimal amount(BudgetPolicy budget, long amount) {
        if (budget.unit() != BudgetUnit.MONEY) {
            return BigDecimal.valueOf(amount);
        }
        BigDecimal money = BigDecimal.valueOf(amount, NANO_DIGITS).stripTrailingZeros();
        return money.scale() < 0 ? money.setScale(0) : money;
    }

    private static String time(Instant time) {
        return time.toString();
    }

    /** {@code TOTAL_TOKENS} as people write it: {@code TotalTokens}. */
    private static String word(Enum<?> value) {
        return Arrays.stream(value.name().split("_", -1))
                .map(part -> part.charAt(0) + part.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
