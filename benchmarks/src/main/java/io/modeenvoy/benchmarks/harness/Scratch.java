package io.modeenvoy.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for what a run needs: logs, sockets, state. One that did not come to its end leaves it to who looks into it. */
public record Scratch(Path folder) {
    /** A new one. */
    public static Scratch make() throws IOException {
        return new Scratch(Files.createTempDirectory("modeenvoy-bench-"));
    }

    /** The run has come to its end. */
    public void remove() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
