package io.modeenvoy.ratelimit;

import io.grpc.Status;
import io.modeenvoy.policy.BudgetIndex;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.Caller;
import io.modeenvoy.policy.RouteRef;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All budgets at one time. */
final class BudgetSnapshot {
    private final Map<String, BudgetPolicy> byId;
    private final BudgetIndex ofRequests;

    BudgetSnapshot(Map<String, BudgetPolicy> byId) {
        this.byId = Map.copyOf(byId);
        this.ofRequests = new BudgetIndex(byId.values().stream()
                .filter(budget -> budget.unit() == BudgetUnit.REQUESTS)
                .toList());
    }

    Map<String, BudgetPolicy> byId() {
        return byId;
    }

    /** The budgets of requests that count a call; the caller is null for a call of nobody. */
    List<BudgetPolicy> ofRequests(@Nullable Caller caller, RouteRef route) {
        return caller == null ? ofRequests.applicable(route) : ofRequests.applicable(caller, route);
    }

    /** A budget by id, or FAILED_PRECONDITION. */
    BudgetPolicy require(String id) {
        BudgetPolicy budget = byId.get(id);
        if (budget == null) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("budget " + id + ": unknown (expected: one of the control plane's)")
                    .asRuntimeException();
        }
        return budget;
    }
}
