package io.modeenvoy.crd;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Generates the CRDs of our kinds: {@code mvn -pl crd test -Dcrd.update} or this main rewrites the committed ones. */
final class CrdYaml {
    static final Path FOLDER = Path.of("src/main/resources/crds");
    private static final String HEADER =
            "# Generated from the records in crd/src/main/java; a test compares. Rewrite: mvn -pl crd test -Dcrd.update\n";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES));

    private CrdYaml() {}

    public static void main(String[] arguments) throws IOException {
        write(arguments.length == 0 ? FOLDER : Path.of(arguments[0]));
    }

    static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var file : files().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /** File name to content. */
    static SortedMap<String, String> files() {
        SortedMap<String, String> files = new TreeMap<>();
        trees().forEach((plural, crd) -> files.put(plural + ".yaml", HEADER + print(crd)));
        return files;
    }

    /** The finished CRDs by plural. */
    static SortedMap<String, ObjectNode> trees() {
        SortedMap<String, ObjectNode> trees = new TreeMap<>();
        for (Kinds.Kind<?> kind : Kinds.ours()) {
            trees.put(kind.plural(), tree(kind));
        }
        return trees;
    }

    /** The finished CRD of one of our kinds. */
    static ObjectNode tree(Kinds.Kind<?> kind) {
        return CrdFinish.finish(generate(kind), kind);
    }

    private static ObjectNode generate(Kinds.Kind<?> kind) {
        Capture capture = new Capture();
        new CRDGenerator()
                .forCRDVersions("v1")
                .withParallelGenerationEnabled(false)
                .withPostProcessor(capture)
                .withOutput(new Discard())
                .customResourceClasses(List.of(kind.type()))
                .detailedGenerate();
        return capture.tree;
    }

    private static String print(ObjectNode tree) {
        try {
            return YAML.writeValueAsString(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the generator's result as a tree. */
    private static final class Capture implements CRDPostProcessor {
        private ObjectNode tree = YAML.createObjectNode();

        @Override
        public HasMetadata process(HasMetadata crd, String version) {
            tree = YAML.valueToTree(crd);
            return crd;
        }
    }

    /** Where the generator's own files go. */
    private static final class Discard implements CRDGenerator.CRDOutput<OutputStream> {
        @Override
        public OutputStream outputFor(String name) {
            return OutputStream.nullOutputStream();
        }

        @Override
        public void close() {}
    }
}
