package io.modeenvoy.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.modeenvoy.bootstrap.Address;
import io.modeenvoy.testkit.golden.GoldenCase;
import io.modeenvoy.testkit.golden.GoldenFile;
import io.modeenvoy.testkit.golden.RecordYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each case: a pod as somebody makes it, what we say, and the pod that comes of it. A file {@code in/tls.yaml} means that proxies show certificates. */
final class InjectionTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ProxyOptions PLAIN = ProxyOptions.of(
            Address.parse("modeenvoy-control-plane.modeenvoy-system:18000"),
            Address.parse("modeenvoy-services.modeenvoy-system:18001"));

    static List<GoldenCase> cases() {
        return GoldenCase.under(Path.of("src/test/golden"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void becomesWhatTheDirectoryHolds(GoldenCase golden) {
        golden.verify(InjectionTest::outputs);
    }

    private static Map<String, String> outputs(List<GoldenFile> inputs) {
        Map<String, JsonNode> files = new TreeMap<>();
        inputs.forEach(file -> files.put(file.name(), read(file.text())));
        JsonNode pod = Objects.requireNonNull(files.get("in/pod.yaml"));
        JsonNode tls = files.get("in/tls.yaml");
        Injection injection = new Injection(
                tls == null
                        ? PLAIN
                        : PLAIN.withTls(new ProxyOptions.ClientTls(
                                tls.path("secret").asText(),
                                tls.path("serverName").asText())));
        PodCreation creation =
                new PodCreation(pod.path("metadata").path("namespace").asText(), pod);
        JsonNode before = pod.deepCopy();
        Verdict verdict = injection.decide(creation, Examples.GATEWAYS);
        assertThat(pod).isEqualTo(before);
        Map<String, String> outputs = new TreeMap<>(Map.of("verdict.yaml", RecordYaml.dump(told(verdict))));
        if (verdict instanceof Verdict.Injected injected) {
            JsonNode after = JsonPatches.apply(pod, injected.patch());
            assertThat(injection.decide(new PodCreation(creation.namespace(), after), Examples.GATEWAYS))
                    .isEqualTo(new Verdict.Unchanged());
            outputs.put("pod.yaml", RecordYaml.dump(tree(after)));
        }
        return outputs;
    }

    private static Map<String, Object> told(Verdict verdict) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("is", verdict.getClass().getSimpleName());
        switch (verdict) {
            case Verdict.Unchanged() -> {}
            case Verdict.Denied(String message) -> told.put("message", message);
            case Verdict.Injected injected -> told.put("warnings", injected.warnings());
        }
        return told;
    }

    /** With the bootstrap as a tree, for people. */
    private static Object tree(JsonNode pod) {
        ObjectNode copy = pod.deepCopy();
        for (JsonNode container : copy.path("spec").path("initContainers")) {
            if (container.path("args").path(0).asText().equals("--config-yaml")
                    && container.get("args") instanceof com.fasterxml.jackson.databind.node.ArrayNode arguments) {
                arguments.set(1, read(arguments.get(1).asText()));
            }
        }
        return new JsonMapper().convertValue(copy, Object.class);
    }

    private static JsonNode read(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
