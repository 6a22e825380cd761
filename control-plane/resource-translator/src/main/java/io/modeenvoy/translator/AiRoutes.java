package io.modeenvoy.translator;

import io.modeenvoy.crd.AIRoute;
import io.modeenvoy.crd.AIRouteSpec;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.AccessMode;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.NamespacedName;
import java.util.ArrayList;
import java.util.List;

/** The rules of an AIRoute, wherever it hangs. */
record AiRoutes(NamespacedName route) implements ObjectQuery<AiRoutes.Plan> {
    /**
     * An AIRoute, understood.
     *
     * @param keys what its matches select, in their written order
     */
    record Plan(ObjectRef origin, AccessMode access, List<AiRulePlan> rules, List<AiMatches.Key> keys) {
        Plan {
            rules = List.copyOf(rules);
            keys = List.copyOf(keys);
        }
    }

    @Override
    public ObjectRef owner() {
        return new ObjectRef("AIRoute", route.namespace(), route.name());
    }

    @Override
    public Plan nothing() {
        return new Plan(owner(), AccessMode.TENANT, List.of(), List.of());
    }

    @Override
    public Plan work(Scope scope) {
        AIRoute found = scope.get(AIRoute.class, route.namespace(), route.name());
        if (found == null) {
            return nothing();
        }
        Reporter reporter = new Reporter(scope, Identity.ref(found));
        AiBackends backends = new AiBackends(scope, reporter, route);
        List<AiRulePlan> plans = new ArrayList<>();
        List<AiMatches.Key> keys = new ArrayList<>();
        List<AIRouteSpec.Rule> rules = found.getSpec().rules();
        for (int i = 0; i < rules.size(); i++) {
            String field = "spec.rules[" + i + "]";
            AIRouteSpec.Rule rule = rules.get(i);
            String id = route + "/" + rule.name();
            if (plans.stream().anyMatch(other -> other.policy().id().equals(id))) {
                reporter.refused(
                        field + ".name", Reasons.DUPLICATE, rule.name() + " (expected: a name no rule before has)");
                continue;
            }
            List<AiRoutePolicy.Match> matches = AiMatches.of(rule.matches(), reporter, field);
            plans.add(AiRulePlan.of(rule, id, matches, backends.of(rule, field), reporter, field));
            AiMatches.addKeys(keys, matches, reporter, field);
        }
        return new Plan(reporter.object(), HttpAccess.mode(found.getSpec().access()), plans, keys);
    }
}
