package io.modeenvoy.testkit.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One golden case: {@code in/} holds what goes in (it may be absent when the test builds its input), every other file what must come out.
 *
 * <p>Use: {@code @ParameterizedTest @MethodSource("cases") void translates(GoldenCase golden) { golden.verify(files -> outputs); }} with {@code
 * static List<GoldenCase> cases() { return GoldenCase.under(Path.of("src/test/golden")); }}.
 */
public final class GoldenCase {
    private static final Pattern SENTENCE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+");
    private static final String INPUT = "in/";

    private final Path directory;
    private final GoldenMode mode;

    GoldenCase(Path directory, GoldenMode mode) {
        this.directory = directory;
        this.mode = mode;
    }

    /** Every case under {@code root}, sorted by name. What is not a case there is a mistake. */
    public static List<GoldenCase> under(Path root) {
        List<GoldenCase> cases = list(root).stream()
                .map(path -> new GoldenCase(path, GoldenMode.ofThisBuild()))
                .toList();
        cases.forEach(GoldenCase::checkName);
        if (cases.isEmpty()) {
            throw new AssertionError(root + ": no golden case (expected: one directory a case)");
        }
        return cases;
    }

    /** The cases of a test that builds its inputs itself; a directory that no name names is a mistake. */
    public static List<GoldenCase> named(Path root, Iterable<String> names) {
        GoldenMode mode = GoldenMode.ofThisBuild();
        TreeMap<String, GoldenCase> cases = new TreeMap<>();
        names.forEach(name -> cases.put(name, new GoldenCase(root.resolve(name), mode)));
        cases.values().forEach(GoldenCase::checkName);
        for (Path path : Files.isDirectory(root) ? list(root) : List.<Path>of()) {
            if (!cases.containsKey(path.getFileName().toString())) {
                throw new AssertionError(path + ": unused (expected: one of " + cases.keySet() + ")");
            }
        }
        return List.copyOf(cases.values());
    }

    /** The directory's name. */
    public String name() {
        return directory.getFileName().toString();
    }

    /** What goes in, sorted by name. */
    public List<GoldenFile> inputs() {
        return files().entrySet().stream()
                .filter(file -> file.getKey().startsWith(INPUT))
                .map(file -> new GoldenFile(file.getKey(), file.getValue()))
                .toList();
    }

    /**
     * Runs {@code translation} on the inputs, and again on them in reverse order: both outputs (file name to text) must be equal, and equal to the files
     * of this case, none missing and none unused.
     */
    public void verify(Function<List<GoldenFile>, Map<String, String>> translation) {
        List<GoldenFile> inputs = inputs();
        TreeMap<String, String> outputs = new TreeMap<>(translation.apply(inputs));
        TreeMap<String, String> again = new TreeMap<>(translation.apply(inputs.reversed()));
        if (!outputs.equals(again)) {
            throw new AssertionError(name() + ": unstable order: the inputs in reverse order gave other outputs\n"
                    + Difference.of(outputs, again));
        }
        switch (mode) {
            case COMPARE -> compare(outputs);
            case REWRITE -> rewrite(outputs);
        }
    }

    private void compare(Map<String, String> outputs) {
        Map<String, String> expected = expected();
        if (!expected.equals(outputs)) {
            throw new AssertionError(directory + ": not as expected (rewrite with -Dgolden.update=true)\n"
                    + Difference.of(expected, outputs));
        }
    }

    private void rewrite(Map<String, String> outputs) {
        try {
            TreeSet<String> unused = new TreeSet<>(expected().keySet());
            unused.removeAll(outputs.keySet());
            for (String name : unused) {
                Files.delete(directory.resolve(name));
            }
            Files.createDirectories(directory);
            for (Map.Entry<String, String> output : outputs.entrySet()) {
                Files.writeString(directory.resolve(output.getKey()), output.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> expected() {
        Map<String, String> files = files();
        files.keySet().removeIf(name -> name.startsWith(INPUT));
        return files;
    }

    private Map<String, String> files() {
        TreeMap<String, String> files = new TreeMap<>();
        if (!Files.isDirectory(directory)) {
            return files;
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.filter(Files::isRegularFile).toList()) {
                String name = directory.relativize(path).toString().replace('\\', '/');
                files.put(name, Files.readString(path));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkName() {
        if (!SENTENCE.matcher(name()).matches()) {
            throw new AssertionError(directory + ": not a case's name (expected: a-sentence-in-lower-case)");
        }
    }

    private static List<Path> list(Path root) {
        try (Stream<Path> paths = Files.list(root)) {
            return new ArrayList<>(paths.sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(root + ": cannot be listed", e);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
