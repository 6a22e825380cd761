package io.modeenvoy.gateways;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.modeenvoy.testkit.golden.GoldenCase;
import io.modeenvoy.testkit.golden.GoldenFile;
import io.modeenvoy.testkit.golden.RecordYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each case: what a Gateway asks for, what the installation says, and the objects that come of both. */
final class FleetObjectsTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    static List<GoldenCase> cases() {
        return GoldenCase.under(Path.of("src/test/golden"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areWhatTheDirectoryHolds(GoldenCase golden) {
        golden.verify(FleetObjectsTest::outputs);
    }

    private static Map<String, String> outputs(List<GoldenFile> inputs) {
        Map<String, String> files = new TreeMap<>();
        inputs.forEach(file -> files.put(file.name(), file.text()));
        FleetOptions options = FleetOptionsFile.parse(Objects.requireNonNull(files.get("in/options.yaml")));
        Fleet fleet = read(Objects.requireNonNull(files.get("in/fleet.yaml")));
        List<Object> objects = new ArrayList<>();
        FleetObjects.of(fleet, options).forEach(object -> objects.add(forPeople(object)));
        return Map.of("objects.yaml", RecordYaml.dump(objects));
    }

    private static Fleet read(String yaml) {
        try {
            return YAML.readValue(yaml, Fleet.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the bootstrap as a tree. */
    private static Object forPeople(ObjectNode object) {
        for (JsonNode container : object.at("/spec/template/spec/containers")) {
            if (container.path("args") instanceof ArrayNode arguments) {
                try {
                    arguments.set(1, YAML.readTree(arguments.get(1).asText()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return Trees.JSON.convertValue(object, Object.class);
    }
}
