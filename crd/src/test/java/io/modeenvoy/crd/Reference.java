package io.modeenvoy.crd;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The page for people who write resources, from the CRDs. */
final class Reference {
    static final Path FILE = Path.of("../docs/reference/resources.md");

    private final StringBuilder page = new StringBuilder();

    private Reference() {}

    static String text() {
        Reference reference = new Reference();
        reference.page.append("""
                # Resources

                <!-- Generated from the records in crd/; a test compares. Rewrite: mvn -pl crd test -Dcrd.update -->

                Group `modeenvoy.io`, version `v1alpha1`. In a cluster `kubectl explain airoute.spec` shows the same sentences; in a directory of
                YAML the same schemas and rules are checked by `modeenvoy validate`. `[]` stands for each item of a list. Durations are Gateway API
                durations (`20s`, `1h30m`), amounts and prices decimal numbers in quotes. YAML of Kubernetes reads the bare word `on` as *true*:
                write the field of that name in quotes. How large a text may be: [limits](limits.md).

                """);
        CrdYaml.trees().values().forEach(reference::kind);
        return reference.page.toString().stripTrailing() + "\n";
    }

    private void kind(JsonNode crd) {
        JsonNode spec = crd.get("spec");
        JsonNode schema = spec.at("/versions/0/schema/openAPIV3Schema");
        line("## " + spec.at("/names/kind").asText());
        line("");
        line(schema.path("description").asText());
        line("");
        boolean cluster = spec.path("scope").asText().equals("Cluster");
        line((cluster ? "Stands outside of namespaces." : "Stands in a namespace.") + " Short name `"
                + spec.at("/names/shortNames/0").asText() + "`.");
        line("");
        line("| field | type | meaning |");
        line("| --- | --- | --- |");
        fields("spec", schema.at("/properties/spec"));
        line("");
        List<String> rules = new ArrayList<>();
        rules("spec", schema.at("/properties/spec"), rules);
        rules.forEach(this::line);
        if (!rules.isEmpty()) {
            line("");
        }
    }

    private void fields(String path, JsonNode schema) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").properties().forEach(property -> {
            String name = path + "." + property.getKey();
            JsonNode field = property.getValue();
            line("| `" + name + "` | " + type(field) + " | " + meaning(field, required.contains(property.getKey()))
                    + " |");
            fields(name, field);
            fields(name + "[]", field.path("items"));
        });
    }

    private static String type(JsonNode field) {
        JsonNode words = field.path("enum");
        if (words.isArray()) {
            Set<String> once = new LinkedHashSet<>();
            words.forEach(word -> once.add("`" + word.asText() + "`"));
            return String.join(", ", once);
        }
        return switch (field.path("type").asText()) {
            case "array" -> "list of " + several(field.get("items"));
            case "object" -> field.has("additionalProperties") ? "map of strings" : "mapping";
            case "integer" -> "whole number" + range(field);
            case "boolean" -> "true or false";
            default -> field.path("format").asText().equals("date-time") ? "time" : "string";
        };
    }

    private static String several(JsonNode item) {
        String type = type(item);
        return item.has("enum") ? type : type.replace("number", "numbers").replaceFirst("(string|mapping)$", "$1s");
    }

    private static String range(JsonNode field) {
        if (field.has("minimum") && field.has("maximum")) {
            return " " + field.get("minimum") + "..." + field.get("maximum");
        }
        return field.has("minimum") ? " from " + field.get("minimum") : "";
    }

    private static String meaning(JsonNode field, boolean required) {
        String text = field.path("description").asText().replace("|", "\\|").replace("*", "\\*");
        if (required) {
            return "**Required.** " + text;
        }
        JsonNode absent = field.get("default");
        return absent == null ? text : text + " Default: `" + (absent.isTextual() ? absent.asText() : absent) + "`.";
    }

    private static void rules(String path, JsonNode schema, List<String> rules) {
        schema.path("x-kubernetes-validations")
                .forEach(rule -> rules.add("- `" + path + rule.path("fieldPath").asText() + "`: "
                        + rule.path("message").asText().replace("expected: ", "") + "."));
        schema.path("properties")
                .properties()
                .forEach(field -> rules(path + "." + field.getKey(), field.getValue(), rules));
        if (schema.has("items")) {
            rules(path + "[]", schema.get("items"), rules);
        }
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
