package io.modeenvoy.app;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.modeenvoy.crd.AIRoute;
import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.ir.Diagnostic.ConditionType;
import io.modeenvoy.k8s.WantedStatus.Condition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether an object is accepted: also one of whose rules, parents or listeners some are wrong, which {@code PartiallyInvalid} then says. Pure. */
final class AcceptedPart {
    private static final Pattern ITEM = Pattern.compile("spec\\.([a-zA-Z]+)\\[([0-9]+)].*");

    private AcceptedPart() {}

    static List<Condition> of(HasMetadata object, ObjectMistakes mistakes) {
        ObjectMistakes own = mistakes.of(ConditionType.ACCEPTED);
        return own.isEmpty() || !arePartly(own, sizes(object))
                ? List.of(mistakes.condition(ConditionType.ACCEPTED, "Accepted", ""))
                : List.of(
                        new Condition("Accepted", "True", "Accepted", "", mistakes.generation()),
                        new Condition("PartiallyInvalid", "True", own.reason(), own.words(), mistakes.generation()));
    }

    /** How many there are of what works without the others. */
    private static Map<String, Integer> sizes(HasMetadata object) {
        return switch (object) {
            case AIRoute route ->
                Map.of(
                        "rules",
                        route.getSpec().rules().size(),
                        "parentRefs",
                        route.getSpec().parentRefs().size());
            case Gateway gateway
            when gateway.getSpec() != null ->
                Map.of("listeners", gateway.getSpec().getListeners().size());
            default -> {
                WrittenRoute route = WrittenRoute.of(object);
                yield Map.of(
                        "rules", route.rules(), "parentRefs", route.parents().size());
            }
        };
    }

    /** Whether of each list there is something without a mistake, and all mistakes are in lists. */
    private static boolean arePartly(ObjectMistakes mistakes, Map<String, Integer> sizes) {
        Map<String, Set<String>> wrong = new HashMap<>();
        for (Diagnostic mistake : mistakes.all()) {
            Matcher item = ITEM.matcher(mistake.field());
            if (!item.matches()) {
                return false;
            }
            wrong.computeIfAbsent(item.group(1), _ -> new HashSet<>()).add(item.group(2));
        }
        return wrong.entrySet().stream()
                .allMatch(list -> list.getValue().size() < sizes.getOrDefault(list.getKey(), 0));
    }
}
