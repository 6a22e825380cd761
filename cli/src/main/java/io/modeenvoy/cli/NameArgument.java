package io.modeenvoy.cli;

import io.modeenvoy.policy.NamespacedName;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** NameArgument as people type them. */
final class NameArgument {
    private NameArgument() {}

    /** Parses {@code NS/NAME}. */
    static NamespacedName parse(CommandSpec spec, String option, String text) {
        if (!text.matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[a-z0-9]([-a-z0-9.]*[a-z0-9])?")) {
            throw new ParameterException(spec.commandLine(), option + ": " + text + " (expected: NAMESPACE/NAME)");
        }
        return NamespacedName.parse(text);
    }
}
