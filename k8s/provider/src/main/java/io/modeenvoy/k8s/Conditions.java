package io.modeenvoy.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modeenvoy.crd.Printable;
import io.modeenvoy.crd.SizeLimit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Words conditions, sorted by type, with the time of the last transition taken from those that stand there.
 *
 * @param soft leave those as they stand that differ only in how far the fleet has come
 */
record Conditions(Instant now, boolean soft) {
    /** What the Gateway API's CRDs say of an object at which no controller has looked. */
    private static final String NEVER = Instant.EPOCH.toString();

    private static final String PROGRAMMED = "Programmed";
    private static final Set<String> ON_ITS_WAY = Set.of("Pending", "NoNodes");

    /** @param before what holds the present {@code conditions} */
    ArrayNode of(JsonNode before, List<WantedStatus.Condition> wanted) {
        ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
        wanted.stream()
                .sorted(Comparator.comparing(WantedStatus.Condition::type))
                .forEach(condition -> conditions.add(
                        word(StatusMerge.find(before.path("conditions"), "type", condition.type()), condition)));
        return conditions;
    }

    private JsonNode word(JsonNode before, WantedStatus.Condition wanted) {
        if (soft && isOnlyProgress(before, wanted)) {
            return before;
        }
        boolean same = before.path("status").asText().equals(wanted.status());
        String since = same ? before.path("lastTransitionTime").asText("") : "";
        boolean isSaid = !since.isEmpty() && !since.equals(NEVER);
        ObjectNode condition = JsonNodeFactory.instance.objectNode();
        condition.put("type", wanted.type());
        condition.put("status", wanted.status());
        condition.put("reason", wanted.reason());
        condition.put("message", Printable.of(wanted.message(), SizeLimit.CONDITION));
        condition.set("observedGeneration", number(wanted.observedGeneration()));
        condition.put(
                "lastTransitionTime",
                isSaid ? since : now.truncatedTo(ChronoUnit.SECONDS).toString());
        return condition;
    }

    /** The same generation is still programmed, or was and is on its way to a proxy that has just come. */
    private static boolean isOnlyProgress(JsonNode before, WantedStatus.Condition wanted) {
        if (!wanted.type().equals(PROGRAMMED)
                || before.path("observedGeneration").asLong(-1) != wanted.observedGeneration()) {
            return false;
        }
        boolean same = before.path("status").asText().equals(wanted.status())
                && before.path("reason").asText().equals(wanted.reason());
        return same || (before.path("status").asText().equals("True") && ON_ITS_WAY.contains(wanted.reason()));
    }

    /** Whether a condition as it stands says that something is not yet where it should be, and nothing more. */
    static boolean isOnItsWay(JsonNode condition) {
        return ON_ITS_WAY.contains(condition.path("reason").asText(""));
    }

    /** As a reader of JSON makes it, so that equal is equal. */
    private static JsonNode number(long value) {
        return value == (int) value
                ? JsonNodeFactory.instance.numberNode((int) value)
                : JsonNodeFactory.instance.numberNode(value);
    }
}
