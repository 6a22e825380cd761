package io.modeenvoy.cli;

import io.modeenvoy.policy.NamespacedName;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** NameArgument as people type them. */
final class NameArgument {
    private static final String NAME = "[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?";

    private NameArgument() {}

    /** Parses {@code NS/NAME}. */
    static NamespacedName parse(CommandSpec spec, String option, String text) {
        if (!text.matches(NAME + "/" + NAME)) {
            throw new ParameterException(spec.commandLine(), option + ": " + text + " (expected: NAMESPACE/NAME)");
        }
        return NamespacedName.parse(text);
    }

    /** A name alone, in a namespace that is known. */
    static NamespacedName inNamespace(CommandSpec spec, String option, String namespace, String name) {
        if (!name.matches(NAME)) {
            throw new ParameterException(
                    spec.commandLine(), option + ": " + name + " (expected: lower-case letters, digits, - and .)");
        }
        return new NamespacedName(namespace, name);
    }
}
