package io.modeenvoy.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The chart of this module, through the real Helm. */
final class Chart {
    static final String NAMESPACE = "modeenvoy-system";
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String KUBERNETES = "1.36.3";

    private Chart() {}

    /** All ways to install it that are tested: files of values, by name. */
    static List<Path> values() {
        try (Stream<Path> files = Files.list(Path.of("src/test/values"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Command.Result lint(Path values) {
        return helm("lint", ".", "--strict", "--kube-version", KUBERNETES, "--values", values.toString());
    }

    /** What would be installed, as text. */
    static Command.Result template(String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("template", "modeenvoy", ".", "--namespace", NAMESPACE, "--kube-version", KUBERNETES));
        arguments.addAll(List.of(options));
        return helm(arguments.toArray(String[]::new));
    }

    /** What an install into a cluster would say; nothing is changed there. */
    static Command.Result install(Path kubeconfig, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "install",
                "modeenvoy",
                ".",
                "--namespace",
                NAMESPACE,
                "--dry-run=server",
                "--kubeconfig",
                kubeconfig.toString()));
        arguments.addAll(List.of(options));
        return helm(arguments.toArray(String[]::new));
    }

    /** What would be installed with a file of values. */
    static List<JsonNode> objects(Path values) {
        return documents(template("--values", values.toString()).good());
    }

    static List<JsonNode> documents(String text) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text)) {
            return documents.readAll().stream()
                    .filter(document -> document.isObject() && !document.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The specs of all pods that objects would make, by the object's {@code kind name}. */
    static List<JsonNode> podTemplates(List<JsonNode> objects) {
        List<JsonNode> templates = new ArrayList<>();
        for (JsonNode object : objects) {
            for (String path : List.of("/spec/template", "/spec/jobTemplate/spec/template")) {
                JsonNode template = object.at(path);
                if (template.has("spec")) {
                    templates.add(template);
                }
            }
        }
        return templates;
    }

    /** Containers of all kinds of a pod. */
    static List<JsonNode> containers(JsonNode template) {
        List<JsonNode> containers = new ArrayList<>();
        template.at("/spec/initContainers").forEach(containers::add);
        template.at("/spec/containers").forEach(containers::add);
        return containers;
    }

    static String yaml(Object value) {
        try {
            return YAML.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Command.Result helm(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Objects.requireNonNull(
                System.getenv("MODEENVOY_HELM"), "MODEENVOY_HELM is not set (expected: bin/install-helm was run)"));
        command.addAll(List.of(arguments));
        return Command.run(command);
    }
}
