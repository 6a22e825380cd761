package io.modeenvoy.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;

/**
 * An API server answers a value that does not match a pattern with the regular expression. A rule beside it says what it means, wherever the
 * API server's estimate of the rule's cost is within its limit: not for the models and headers of matches, of which there may be thousands.
 */
final class PatternRules {
    /** A limit of Kubernetes for one rule, and the weights by which it counts characters of the value and of the expression. */
    private static final long COST_LIMIT = 10_000_000;

    private static final double VALUE_WEIGHT = 0.1;
    private static final double PATTERN_WEIGHT = 0.25;

    /** Longest values of patterns whose fields do not say. */
    private static final Map<String, Integer> LONGEST = Map.ofEntries(
            Map.entry(Formats.DURATION, 32),
            Map.entry(Formats.HOSTNAME, 253),
            Map.entry(Formats.LABEL, 63),
            Map.entry(Formats.MODEL, 253),
            Map.entry(Formats.HEADER, 256),
            Map.entry(Formats.FIELD, 64),
            Map.entry("^[A-Z]{3}$", 3),
            Map.entry("^[A-Za-z0-9]{1,64}$", 64),
            Map.entry("^[A-Za-z0-9._-]{1,63}$", 63),
            Map.entry("^[A-Za-z0-9+/]{43}=$", 44),
            Map.entry("^[0-9a-fA-F.:]+/[0-9]{1,3}$", 49),
            Map.entry(Formats.ORIGIN, 300),
            Map.entry(Formats.METHOD, 16));

    private PatternRules() {}

    static void add(ObjectNode root) {
        add(root, 1);
    }

    private static void add(ObjectNode schema, long times) {
        if (schema.has("pattern")) {
            rule(schema, times);
        }
        schema.path("properties").properties().forEach(property -> add((ObjectNode) property.getValue(), times));
        if (schema.get("items") instanceof ObjectNode items) {
            add(items, times * schema.path("maxItems").asLong(1));
        }
    }

    private static void rule(ObjectNode schema, long times) {
        String pattern = schema.get("pattern").asText();
        if (!schema.has("maxLength")) {
            schema.put("maxLength", Objects.requireNonNull(LONGEST.get(pattern), pattern));
        }
        if (times * cost(pattern, schema.get("maxLength")) < COST_LIMIT) {
            ArrayNode rules = schema.withArray("x-kubernetes-validations");
            rules.insert(
                    0,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("message", "expected: " + PatternWords.of(pattern))
                            .put("rule", PatternWords.rule(pattern)));
        }
    }

    private static long cost(String pattern, JsonNode maxLength) {
        return (long) (Math.ceil(maxLength.asLong() * VALUE_WEIGHT) * Math.ceil(pattern.length() * PATTERN_WEIGHT));
    }
}
