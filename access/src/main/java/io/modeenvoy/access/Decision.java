package io.modeenvoy.access;

import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.Caller;
import java.util.List;

/** May the caller use the route? */
public sealed interface Decision {
    /**
     * Yes.
     *
     * @param budgets all budgets that must have room for the call, in the order tenant, consumer, key, route
     */
    record Allow(Caller caller, List<BudgetPolicy> budgets) implements Decision {
        public Allow {
            budgets = List.copyOf(budgets);
        }
    }

    /** No, and why. */
    record Deny(Denial denial) implements Decision {}
}
