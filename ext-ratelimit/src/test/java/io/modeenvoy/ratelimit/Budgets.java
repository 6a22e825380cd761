package io.modeenvoy.ratelimit;

import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetTarget;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.BudgetWindow;
import io.modeenvoy.policy.NamespacedName;
import java.time.ZoneOffset;

/** Budgets as tests write them. */
final class Budgets {
    static final BudgetWindow MINUTE = new BudgetWindow.Calendar(BudgetWindow.Span.MINUTE, ZoneOffset.UTC);
    static final BudgetWindow DAY = new BudgetWindow.Calendar(BudgetWindow.Span.DAY, ZoneOffset.UTC);

    private Budgets() {}

    static BudgetPolicy requests(BudgetTarget.Kind kind, String target, long amount, BudgetWindow window) {
        return budget(kind, target, amount, window, BudgetUnit.REQUESTS);
    }

    static BudgetPolicy budget(
            BudgetTarget.Kind kind, String target, long amount, BudgetWindow window, BudgetUnit unit) {
        String name = target.replace('/', '-');
        return new BudgetPolicy(
                "shop/" + name + "/" + unit,
                new NamespacedName("shop", name),
                new BudgetTarget(kind, NamespacedName.parse(target)),
                unit,
                amount,
                "",
                window,
                BudgetMode.STRICT);
    }
}
