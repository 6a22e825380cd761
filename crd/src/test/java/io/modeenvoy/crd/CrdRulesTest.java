package io.modeenvoy.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an API server, kubectl and people ask of every CRD of ours. */
class CrdRulesTest {
    static Stream<ObjectNode> crds() {
        return CrdYaml.trees().values().stream();
    }

    private static JsonNode root(JsonNode crd) {
        return crd.at("/spec/versions/0/schema/openAPIV3Schema");
    }

    @ParameterizedTest
    @MethodSource("crds")
    void everyFieldHasASentence(ObjectNode crd) {
        List<String> silent = new ArrayList<>();
        walk("", root(crd), (path, schema) -> {
            boolean value = path.endsWith("[]") || path.endsWith("{}") || path.equals(".metadata");
            String text = schema.path("description").asText();
            if (!value && !text.matches("[A-Z0-9].*[.]")) {
                silent.add(path + ": " + text);
            }
        });
        assertThat(silent).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("crds")
    void everyRuleHasAMessageAndStandsOnce(ObjectNode crd) {
        List<String> wrong = new ArrayList<>();
        walk("", root(crd), (path, schema) -> {
            HashSet<JsonNode> once = new HashSet<>();
            schema.path("x-kubernetes-validations").forEach(rule -> {
                if (!rule.path("message").asText().startsWith("expected: ") || !once.add(rule)) {
                    wrong.add(path + ": " + rule);
                }
            });
        });
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("crds")
    void everyListSaysWhatItIsAndHowLong(ObjectNode crd) {
        List<String> wrong = new ArrayList<>();
        walk("", root(crd), (path, schema) -> {
            boolean list = schema.path("type").asText().equals("array");
            boolean ours = path.startsWith(".spec");
            if (list && (!schema.has("x-kubernetes-list-type") || (ours && !schema.has("maxItems")))) {
                wrong.add(path);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("crds")
    void everyTextOfAUserSaysHowLong(ObjectNode crd) {
        List<String> endless = new ArrayList<>();
        walk("", root(crd), (path, schema) -> {
            boolean text = schema.path("type").asText().equals("string") && !schema.has("enum");
            boolean map = schema.has("additionalProperties");
            if (path.startsWith(".spec")
                    && ((text && !schema.has("maxLength")) || (map && !schema.has("maxProperties")))) {
                endless.add(path);
            }
        });
        assertThat(endless).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("crds")
    void kubectlFindsIt(ObjectNode crd) {
        JsonNode names = crd.at("/spec/names");
        assertThat(names.path("categories").get(0).asText()).isEqualTo("modeenvoy");
        assertThat(names.path("shortNames").get(0).asText()).isNotEmpty();
        assertThat(crd.at("/metadata/name").asText())
                .isEqualTo(names.path("plural").asText() + ".modeenvoy.io");
        assertThat(crd.at("/spec/versions/0/subresources/status").isObject()).isTrue();
        assertThat(crd.at("/spec/versions/0/additionalPrinterColumns").findValuesAsText("name"))
                .contains("Accepted", "Programmed", "Age");
    }

    @Test
    void shortNamesAndPluralsAreUnique() {
        assertThat(crds().map(crd -> crd.at("/spec/names/shortNames/0").asText()))
                .doesNotHaveDuplicates();
        assertThat(Kinds.all()).extracting(Kinds.Kind::plural).doesNotHaveDuplicates();
    }

    @Test
    void yamlReadsBackAsWhatWasMeant() throws IOException {
        List<String> read = new ArrayList<>();
        for (String text : CrdYaml.files().values()) {
            read.add(new YAMLMapper().readTree(text).toString());
        }
        assertThat(read).isEqualTo(crds().map(ObjectNode::toString).toList());
    }

    @Test
    void wordsThatOldYamlTakesForTruthValuesAreQuoted() {
        assertThat(CrdYaml.files().values())
                .allSatisfy(text -> assertThat(text).doesNotContainPattern("(?m)^\\s*- (True|False|on|off|yes|no)$"));
    }

    private static void walk(String path, JsonNode schema, BiConsumer<String, JsonNode> visit) {
        visit.accept(path, schema);
        schema.path("properties")
                .properties()
                .forEach(field -> walk(path + "." + field.getKey(), field.getValue(), visit));
        if (schema.has("items")) {
            walk(path + "[]", schema.get("items"), visit);
        }
        if (schema.has("additionalProperties")) {
            walk(path + "{}", schema.get("additionalProperties"), visit);
        }
    }
}
