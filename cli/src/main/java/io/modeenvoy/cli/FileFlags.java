package io.modeenvoy.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Options that name files and mean something only together: all of them or none. */
final class FileFlags {
    private final Map<String, @Nullable Path> flags = new LinkedHashMap<>();

    FileFlags with(String name, @Nullable Path file) {
        flags.put(name, file);
        return this;
    }

    /** Whether all were given. Some without the others are wrong usage. */
    boolean given(CommandSpec spec) {
        List<String> missing = new ArrayList<>();
        List<String> present = new ArrayList<>();
        flags.forEach((name, file) -> (file == null ? missing : present).add(name));
        if (!missing.isEmpty() && !present.isEmpty()) {
            throw wrong(
                    spec,
                    String.join(", ", missing) + ": missing (expected: together with " + String.join(", ", present)
                            + ")");
        }
        return missing.isEmpty();
    }

    /** The names of all, as people type them. */
    String names() {
        return String.join(", ", flags.keySet());
    }

    static ParameterException wrong(CommandSpec spec, String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
