package io.modeenvoy.devcluster;

import io.modeenvoy.crd.Kinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One object in a file of {@code crd/src/test/resources/samples/KIND/(valid|invalid)}. Comments at the top of an invalid one say what is expected:
 * {@code field}, and what is {@code says}-d of it by everybody, or by the {@code api} server and by {@code file} mode.
 */
record Sample(Path file, String yaml, Map<String, String> expected) {
    private static final Path FOLDER = Path.of("../../crd/src/test/resources/samples");

    static List<Sample> all(String verdict) throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().contains("/" + verdict + "/"))
                    .sorted()
                    .map(Sample::read)
                    .toList();
        }
    }

    private static Sample read(Path file) {
        try {
            String yaml = Files.readString(file);
            Map<String, String> expected = yaml.lines()
                    .filter(line -> line.startsWith("# "))
                    .map(line -> line.substring(2).split(": ", 2))
                    .collect(Collectors.toUnmodifiableMap(words -> words[0], words -> words[1]));
            return new Sample(file, yaml, expected);
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }

    /** The field the mistake is at. */
    String field() {
        return expected.getOrDefault("field", "(the sample does not say)");
    }

    /** The words of {@code who} for it: api or file. */
    String words(String who) {
        return expected.getOrDefault("says", expected.getOrDefault(who, "(the sample does not say)"));
    }

    Kinds.Kind<?> kind() {
        return Kinds.ours().stream()
                .filter(kind -> yaml.lines().anyMatch(("kind: " + kind.kind())::equals))
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + ": of no kind of ours"));
    }

    /** Where objects like it are made. */
    String path() {
        return "/apis/" + kind().apiVersion() + (kind().namespaced() ? "/namespaces/samples/" : "/") + kind().plural();
    }

    /** {@code airoute/a-name}: what a test of it is called. */
    @Override
    public String toString() {
        return FOLDER.relativize(file).toString().replace(".yaml", "");
    }
}
