package io.modeenvoy.ratelimit;

import io.grpc.Status;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.wire.PolicyTypes;
import io.modeenvoy.service.PolicyChange;
import io.modeenvoy.service.PolicySubscriber;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The budgets in force. Written by the policy thread alone, read by every call. */
final class BudgetBook implements PolicySubscriber {
    private volatile @Nullable BudgetSnapshot current;

    @Override
    public Set<String> typeUrls() {
        return Set.of(PolicyTypes.BUDGET);
    }

    @Override
    public void apply(PolicyChange change) {
        BudgetSnapshot before = current;
        Map<String, BudgetPolicy> byId = new HashMap<>(before == null ? Map.of() : before.byId());
        byId.keySet().removeAll(change.removals());
        change.upserts().forEach((name, resource) -> {
            if (resource instanceof BudgetPolicy budget) {
                byId.put(budget.id(), budget);
            }
        });
        current = new BudgetSnapshot(byId);
    }

    boolean isReady() {
        return current != null;
    }

    /** The budgets, or UNAVAILABLE while they have not arrived. */
    BudgetSnapshot snapshot() {
        BudgetSnapshot snapshot = current;
        if (snapshot == null) {
            throw Status.UNAVAILABLE
                    .withDescription("budgets: not yet received from the control plane (expected: in a moment)")
                    .asRuntimeException();
        }
        return snapshot;
    }
}
