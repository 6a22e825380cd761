package io.modeenvoy.translator;

import io.modeenvoy.crd.Budget;
import io.modeenvoy.crd.BudgetSpec;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.incremental.Union;
import io.modeenvoy.ir.Ir.PolicyNode;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetTarget;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.NamespacedName;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The limits of a Budget, one policy each. */
record Budgets(NamespacedName budget) implements ObjectQuery<List<PolicyNode>> {
    @Override
    public ObjectRef owner() {
        return new ObjectRef("Budget", budget.namespace(), budget.name());
    }

    @Override
    public List<PolicyNode> nothing() {
        return List.of();
    }

    @Override
    public List<PolicyNode> work(Scope scope) {
        Budget found = scope.get(Budget.class, budget.namespace(), budget.name());
        if (found == null) {
            return List.of();
        }
        Reporter reporter = new Reporter(scope, Identity.ref(found));
        Namesakes.warnObject(scope, reporter, budget.namespace());
        Optional<BudgetTarget> target =
                BudgetTargets.resolve(scope, reporter, budget, found.getSpec().target());
        return target.map(resolved -> limits(scope, reporter, found.getSpec(), resolved))
                .orElse(List.of());
    }

    private List<PolicyNode> limits(Scope scope, Reporter reporter, BudgetSpec spec, BudgetTarget target) {
        ZoneId zone = scope.ask(new Tenants.Zone(scope.ask(new Tenants.Of(budget.namespace()))));
        List<PolicyNode> nodes = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < spec.limits().size(); i++) {
            String field = "spec.limits[" + i + "]";
            limit(reporter, spec.limits().get(i), target, zone, field)
                    .filter(limit -> isNew(ids, limit, reporter, field))
                    .ifPresent(limit -> nodes.add(new PolicyNode(reporter.object(), limit)));
        }
        return List.copyOf(nodes);
    }

    private static boolean isNew(Set<String> ids, BudgetPolicy limit, Reporter reporter, String field) {
        boolean added = ids.add(limit.id());
        if (!added) {
            reporter.refused(
                    field,
                    Reasons.DUPLICATE,
                    limit.id() + " (expected: one limit for each unit, currency and window; the first one counts)");
        }
        return added;
    }

    private Optional<BudgetPolicy> limit(
            Reporter reporter, BudgetSpec.Limit limit, BudgetTarget target, ZoneId zone, String field) {
        BudgetUnit unit = unit(limit.unit());
        if (target.kind() == BudgetTarget.Kind.HTTP_ROUTE && unit != BudgetUnit.REQUESTS) {
            reporter.refused(
                    field + ".unit",
                    Reasons.UNSUPPORTED_VALUE,
                    written(limit.unit()) + " (expected: Requests; an HTTPRoute counts nothing else)");
            return Optional.empty();
        }
        Optional<Long> amount = amount(reporter, limit, unit, field + ".amount");
        Optional<Windows> window = Windows.of(limit.window(), zone, reporter, field + ".window");
        String currency = limit.currency() == null ? "" : limit.currency();
        if (amount.isEmpty() || window.isEmpty()) {
            return Optional.empty();
        }
        String counted = currency.isEmpty() ? word(unit) : word(unit) + "-" + currency.toLowerCase(Locale.ROOT);
        return Optional.of(new BudgetPolicy(
                budget + "/" + counted + "/" + window.get().label(),
                budget,
                target,
                unit,
                amount.get(),
                currency,
                window.get().window(),
                mode(limit.mode())));
    }

    private static Optional<Long> amount(Reporter reporter, BudgetSpec.Limit limit, BudgetUnit unit, String field) {
        boolean money = unit == BudgetUnit.MONEY;
        Optional<Long> amount =
                (money ? Amounts.nano(limit.amount()) : Amounts.whole(limit.amount())).filter(number -> number > 0);
        if (amount.isEmpty()) {
            String expected = money
                    ? "a decimal number above 0 and below 10^9 with at most 9 decimals"
                    : "a whole number above 0 and below 10^18";
            reporter.refused(field, Reasons.UNSUPPORTED_VALUE, limit.amount() + " (expected: " + expected + ")");
        }
        return amount;
    }

    private static String word(BudgetUnit unit) {
        return unit.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As the user writes it. */
    private static String written(BudgetSpec.Unit unit) {
        return switch (unit) {
            case REQUESTS -> "Requests";
            case INPUT_TOKENS -> "InputTokens";
            case OUTPUT_TOKENS -> "OutputTokens";
            case TOTAL_TOKENS -> "TotalTokens";
            case MONEY -> "Money";
        };
    }

    private static BudgetUnit unit(BudgetSpec.Unit unit) {
        return switch (unit) {
            case REQUESTS -> BudgetUnit.REQUESTS;
            case INPUT_TOKENS -> BudgetUnit.INPUT_TOKENS;
            case OUTPUT_TOKENS -> BudgetUnit.OUTPUT_TOKENS;
            case TOTAL_TOKENS -> BudgetUnit.TOTAL_TOKENS;
            case MONEY -> BudgetUnit.MONEY;
        };
    }

    private static BudgetMode mode(BudgetSpec.Mode mode) {
        return switch (mode) {
            case STRICT -> BudgetMode.STRICT;
            case ELASTIC -> BudgetMode.ELASTIC;
            case SHADOW -> BudgetMode.SHADOW;
        };
    }

    /** What has a budget of requests. */
    record RequestTargets() implements Union<Scope, ObjectName, List<PolicyNode>, BudgetTarget, Boolean> {
        @Override
        public Question<Scope, PersistentMap<ObjectName, List<PolicyNode>>> of() {
            return new Policies.ObjectPolicies<>(Policies.Source.BUDGETS, Budget.class);
        }

        @Override
        public PersistentMap<BudgetTarget, Boolean> said(ObjectName name, List<PolicyNode> nodes) {
            PersistentMap<BudgetTarget, Boolean> targets = PersistentMap.empty();
            for (PolicyNode node : nodes) {
                if (node.policy() instanceof BudgetPolicy policy && policy.unit() == BudgetUnit.REQUESTS) {
                    targets = targets.plus(policy.target(), true);
                }
            }
            return targets;
        }
    }
}
