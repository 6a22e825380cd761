package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a namespace's labels are those a selector wants. */
record NamespaceLabels(String namespace) implements Query<Map<String, String>> {
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    /** Its labels; that with its name is there even without a Namespace object. */
    @Override
    public Map<String, String> answer(Scope scope) {
        Map<String, String> labels = new HashMap<>();
        Namespace found = scope.get(Namespace.class, "", namespace);
        if (found != null && found.getMetadata().getLabels() != null) {
            labels.putAll(found.getMetadata().getLabels());
        }
        labels.put(NAME_LABEL, namespace);
        return Map.copyOf(labels);
    }

    static boolean match(LabelSelector selector, Map<String, String> labels) {
        boolean all = selector.getMatchLabels() == null
                || selector.getMatchLabels().entrySet().stream()
                        .allMatch(wanted -> labels.get(wanted.getKey()) != null
                                && labels.get(wanted.getKey()).equals(wanted.getValue()));
        return all && selector.getMatchExpressions().stream().allMatch(wanted -> holds(wanted, labels));
    }

    private static boolean holds(LabelSelectorRequirement wanted, Map<String, String> labels) {
        @Nullable String value = labels.get(String.valueOf(wanted.getKey()));
        return switch (String.valueOf(wanted.getOperator())) {
            case "In" -> value != null && wanted.getValues().contains(value);
            case "NotIn" -> value == null || !wanted.getValues().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }
}
