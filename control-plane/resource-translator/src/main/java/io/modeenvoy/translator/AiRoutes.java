package io.modeenvoy.translator;

import io.modeenvoy.crd.AIRoute;
import io.modeenvoy.crd.AIRouteSpec;
import io.modeenvoy.crd.SizeLimit;
import io.modeenvoy.ir.Cors;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.AccessMode;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.NamespacedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of an AIRoute, wherever it hangs. */
record AiRoutes(NamespacedName route) implements ObjectQuery<AiRoutes.Plan> {
    /**
     * An AIRoute, understood.
     *
     * @param keys what its matches select, in their written order
     * @param cors what browsers may do from other sites; null = it does not say
     */
    record Plan(
            ObjectRef origin,
            AccessMode access,
            List<AiRulePlan> rules,
            List<AiMatches.Key> keys,
            @Nullable Cors cors) {
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
        return new Plan(owner(), AccessMode.TENANT, List.of(), List.of(), null);
    }

    @Override
    public Plan work(Scope scope) {
        AIRoute found = scope.get(AIRoute.class, route.namespace(), route.name());
        if (found == null) {
            return nothing();
        }
        Reporter reporter = new Reporter(scope, Identity.ref(found));
        AiBackends backends = new AiBackends(scope, reporter, route);
        DeadRules dead = new DeadRules(reporter);
        List<AiRulePlan> plans = new ArrayList<>();
        Map<AiMatches.Selection, AiMatches.Key> keys = new LinkedHashMap<>();
        long selections = 0;
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
            selections += AiMatches.size(rule.matches());
            if (SizeLimit.SELECTIONS_OF_AI_ROUTE.isExceededBy(selections)) {
                reporter.refused(
                        field + ".matches",
                        Reasons.UNSUPPORTED_VALUE,
                        selections + " with those of the rules before (expected: "
                                + SizeLimit.SELECTIONS_OF_AI_ROUTE.expected()
                                + " in all matches of an AIRoute; a prefix such as gpt-* stands for many)");
                continue;
            }
            List<AiRoutePolicy.Match> matches = AiMatches.of(rule.matches(), reporter, field);
            List<AiBackends.Usable> usable = backends.of(rule, field);
            dead.weights(rule.backendRefs().stream().mapToInt(AIRouteSpec.BackendRef::weight), field);
            dead.models(rule, usable, field);
            plans.add(AiRulePlan.of(rule, id, matches, usable, reporter, field));
            AiMatches.addKeys(keys, matches, reporter, field);
        }
        return new Plan(
                reporter.object(),
                HttpAccess.mode(found.getSpec().access()),
                plans,
                List.copyOf(keys.values()),
                HttpCors.of(found.getSpec().cors(), reporter));
    }
}
