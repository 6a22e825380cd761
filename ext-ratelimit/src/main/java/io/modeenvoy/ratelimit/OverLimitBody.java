package io.modeenvoy.ratelimit;

import io.modeenvoy.ledger.BudgetState;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetWindow;
import java.time.Duration;
import java.util.Locale;

/** The body of a denial: {@code {"error":{"message","type","code","budget"}}}. */
final class OverLimitBody {
    private static final Duration LONGEST_RATE = Duration.ofHours(1);

    private OverLimitBody() {}

    static String json(BudgetState state, Duration wait) {
        BudgetPolicy budget = state.budget();
        StringBuilder json = new StringBuilder(256).append("{\"error\":{");
        field(json, "message", message(state, wait));
        field(json.append(','), "type", type(budget.window()));
        field(json.append(','), "code", "budget_exceeded");
        field(json.append(','), "budget", budget.budget().toString());
        return json.append("}}\n").toString();
    }

    private static String message(BudgetState state, Duration wait) {
        BudgetPolicy budget = state.budget();
        long seconds = Math.max(1, Math.ceilDiv(wait.toMillis(), 1000L));
        return "The budget " + budget.budget() + " allows " + budget.amount() + " requests "
                + budget.window().inWords()
                + ": " + state.remaining() + " left. Try again in " + seconds
                + (seconds == 1 ? " second." : " seconds.");
    }

    /** What short windows deny is a rate, what long ones deny a quota: SDKs wait for the first. */
    private static String type(BudgetWindow window) {
        boolean rate = switch (window) {
            case BudgetWindow.Sliding(var length) -> length.compareTo(LONGEST_RATE) <= 0;
            case BudgetWindow.Calendar(var span, var zone) ->
                switch (span) {
                    case MINUTE, HOUR -> true;
                    case DAY, WEEK, MONTH -> false;
                };
        };
        return rate ? "rate_limit_error" : "insufficient_quota";
    }

    private static void field(StringBuilder json, String name, String text) {
        json.append('"').append(name).append("\":\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
