package io.modeenvoy.cli;

import io.modeenvoy.service.GrpcAddress;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Addresses as people type them. */
final class Addresses {
    private Addresses() {}

    static GrpcAddress parse(CommandSpec spec, String option, String text) {
        try {
            return GrpcAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
        }
    }
}
