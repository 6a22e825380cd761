package io.modeenvoy.gateways;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** {@link FleetOptions} as YAML, read strictly: what it does not know, it names. */
public final class FleetOptionsFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private FleetOptionsFile() {}

    /** Throws {@link IllegalArgumentException} with field, value and expectation. */
    public static FleetOptions parse(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            Object tree = new Yaml(new SafeConstructor(options)).load(yaml);
            if (tree == null) {
                throw new IllegalArgumentException("empty (expected: server, services, image, program)");
            }
            return JSON.convertValue(tree, FleetOptions.class);
        } catch (YAMLException e) {
            throw new IllegalArgumentException(e.getMessage() + " (expected: YAML)", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(words(e), e);
        }
    }

    private static String words(IllegalArgumentException problem) {
        if (!(problem.getCause() instanceof JsonMappingException mapping)) {
            return String.valueOf(problem.getMessage());
        }
        String field = mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        Throwable cause = mapping.getCause();
        String said = cause instanceof IllegalArgumentException
                ? String.valueOf(cause.getMessage())
                : mapping.getOriginalMessage().lines().findFirst().orElse("").replaceAll(" \\(class [^)]*\\)", "");
        return field.isEmpty() || said.startsWith(field) ? said : field + ": " + said;
    }
}
