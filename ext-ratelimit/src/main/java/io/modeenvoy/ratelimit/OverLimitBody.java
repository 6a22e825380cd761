package io.modeenvoy.ratelimit;

import static io.modeenvoy.service.JsonQuoting.quoted;

import io.modeenvoy.ledger.BudgetState;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetWindow;
import java.time.Duration;
import java.time.Instant;

/** The body of a denial: {@code {"error":{"message","type","code","budget"}}}. */
final class OverLimitBody {
    private static final Duration LONGEST_RATE = Duration.ofHours(1);

    private OverLimitBody() {}

    static String json(BudgetState state, Duration wait) {
        BudgetPolicy budget = state.budget();
        return "{\"error\":{\"message\":" + quoted(message(state, wait)) + ",\"type\":" + quoted(type(budget.window()))
                + ",\"code\":\"budget_exceeded\",\"budget\":"
                + quoted(budget.budget().toString()) + "}}\n";
    }

    /** Records of the budget were lost. */
    static String closed(BudgetState state, Instant opensAt) {
        String message = "The budget " + state.budget().budget() + " is closed until " + opensAt
                + ": a part of the gateway's ledger cannot be read, so nobody can tell what was used. The operator of"
                + " the gateway sees it with \"modeenvoy ledger inspect\" and opens it with \"modeenvoy ledger"
                + " accept\".";
        return "{\"error\":{\"message\":" + quoted(message)
                + ",\"type\":\"api_error\",\"code\":\"budget_closed\",\"budget\":"
                + quoted(state.budget().budget().toString()) + "}}\n";
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
}
