package io.modeenvoy.cli;

import io.modeenvoy.ledger.BudgetState;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetTarget;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.BudgetWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A limit of a Budget as {@code /budgets} shows it: in the words of the object that people wrote, and what is counted as whole numbers: tokens, calls, and of money
 * billionths of the currency (nano-units), in which it is counted.
 *
 * @param id of the counter, {@code namespace/name/unit/window}
 * @param currency empty = it is not money
 * @param amount as the object says it
 * @param limit the same as it is counted
 * @param settled booked use
 * @param reserved held by calls under way
 * @param remaining what can still be held
 */
record ShownBudget(
        String id,
        String namespace,
        String name,
        Map<String, String> target,
        String unit,
        String currency,
        String amount,
        Map<String, String> window,
        String mode,
        long limit,
        long settled,
        long reserved,
        long remaining,
        String windowStart,
        String windowEnd) {
    private static final int NANO_DIGITS = 9;

    static ShownBudget of(BudgetState state) {
        BudgetPolicy budget = state.budget();
        return new ShownBudget(
                budget.id(),
                budget.budget().namespace(),
                budget.budget().name(),
                target(budget.target()),
                word(budget.unit()),
                budget.currency(),
                written(budget.unit(), budget.amount()),
                window(budget.window()),
                word(budget.mode()),
                budget.amount(),
                state.settled(),
                state.reserved(),
                state.remaining(),
                time(state.windowStart()),
                time(state.windowEnd()));
    }

    /** As JSON: a currency where there is one. */
    Map<String, Object> json() {
        Map<String, Object> json = new TreeMap<>();
        json.put("id", id);
        json.put("namespace", namespace);
        json.put("name", name);
        json.put("target", target);
        json.put("unit", unit);
        if (!currency.isEmpty()) {
            json.put("currency", currency);
        }
        json.put("amount", amount);
        json.put("window", window);
        json.put("mode", mode);
        json.put("limit", limit);
        json.put("settled", settled);
        json.put("reserved", reserved);
        json.put("remaining", remaining);
        json.put("windowStart", windowStart);
        json.put("windowEnd", windowEnd);
        return json;
    }

    private static Map<String, String> target(BudgetTarget target) {
        return switch (target.kind()) {
            case TENANT -> target("Tenant", target.name().toString());
            case CONSUMER -> target("Consumer", target.name().name());
            case API_KEY -> target("APIKey", target.name().name());
            case AI_ROUTE -> target("AIRoute", target.name().name());
            case HTTP_ROUTE -> target("HTTPRoute", target.name().name());
            case GRPC_ROUTE -> target("GRPCRoute", target.name().name());
        };
    }

    private static Map<String, String> target(String kind, String name) {
        return Map.of("kind", kind, "name", name);
    }

    private static Map<String, String> window(BudgetWindow window) {
        return switch (window) {
            case BudgetWindow.Calendar(var span, var zone) -> Map.of("calendar", word(span));
            case BudgetWindow.Sliding(var length) ->
                Map.of("sliding", length.toString().substring("PT".length()).toLowerCase(Locale.ROOT));
        };
    }

    /** What is counted, as an object would say it: money in its currency. */
    static String written(BudgetUnit unit, long counted) {
        if (unit != BudgetUnit.MONEY) {
            return Long.toString(counted);
        }
        BigDecimal money = BigDecimal.valueOf(counted, NANO_DIGITS).stripTrailingZeros();
        return money.toPlainString();
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
