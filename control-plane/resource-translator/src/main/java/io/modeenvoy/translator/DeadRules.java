package io.modeenvoy.translator;

import io.modeenvoy.crd.AIRouteSpec;
import io.modeenvoy.crd.Suggestion;
import io.modeenvoy.policy.ProviderPolicy;
import java.util.List;
import java.util.stream.IntStream;

/** Rules that are right as they are written, and never answer as they stand: warned of, for somebody may be about to change the other half. */
record DeadRules(Reporter reporter) {
    /** Weights of 0 only. Without any backend a rule says by itself what it answers. */
    void weights(IntStream weights, String field) {
        List<Integer> all = weights.boxed().toList();
        if (!all.isEmpty() && all.stream().allMatch(weight -> weight == 0)) {
            reporter.warn(
                    field + ".backendRefs",
                    Reasons.NEVER_ANSWERS,
                    "every weight is 0 (expected: one above 0; until then no call of the rule is sent anywhere)");
        }
    }

    /** Models that nobody has who says what it has: asked for by a backend, or by calls that are sent on as they are. */
    void models(AIRouteSpec.Rule rule, List<AiBackends.Usable> usable, String field) {
        for (AiBackends.Usable each : usable) {
            String model = each.backend().model();
            if (model != null) {
                model(model, List.of(each), field + ".backendRefs[" + each.place() + "].model");
            }
        }
        if (!usable.isEmpty() && usable.stream().allMatch(each -> each.backend().model() == null)) {
            for (int i = 0; i < rule.matches().size(); i++) {
                List<String> models = rule.matches().get(i).models();
                for (int j = 0; j < models.size(); j++) {
                    if (!models.get(j).endsWith("*")) {
                        model(models.get(j), usable, field + ".matches[" + i + "].models[" + j + "]");
                    }
                }
            }
        }
    }

    /** A provider that lists no models may have any. */
    private void model(String model, List<AiBackends.Usable> backends, String field) {
        List<List<String>> listed = backends.stream()
                .map(each -> each.provider().policy().models().stream()
                        .map(ProviderPolicy.Model::name)
                        .toList())
                .toList();
        if (listed.stream().noneMatch(models -> models.isEmpty() || models.contains(model))) {
            List<String> names =
                    listed.stream().flatMap(List::stream).distinct().toList();
            String providers = String.join(
                    ", ",
                    backends.stream()
                            .map(each -> each.backend().provider().toString())
                            .distinct()
                            .toList());
            reporter.warn(
                    field,
                    Reasons.MODEL_NOT_LISTED,
                    model + " (expected: a model that ModelProvider " + providers + " lists"
                            + Suggestion.of(model, names) + ")");
        }
    }
}
