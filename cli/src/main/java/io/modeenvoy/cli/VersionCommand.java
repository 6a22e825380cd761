package io.modeenvoy.cli;

import io.modeenvoy.bootstrap.EnvoyBinary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints our version, Envoy's and the JDK's. */
@Command(
        name = "version",
        description = "Print our version, Envoy's and the JDK's.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  modeenvoy version --output json"})
final class VersionCommand implements Callable<Integer>, IVersionProvider {
    @Mixin
    private final OutputFormat format = new OutputFormat();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("modeenvoy", ours());
        versions.put(
                "envoy", EnvoyBinary.find(null).flatMap(EnvoyBinary::version).orElse("not installed"));
        versions.put("jdk", System.getProperty("java.runtime.version"));
        if (format.isJson()) {
            spec.commandLine().getOut().println(OutputFormat.json(versions));
        } else {
            versions.forEach((name, version) -> spec.commandLine().getOut().println(name + " " + version));
        }
        return ExitCode.GOOD;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"modeenvoy " + ours()};
    }

    private static String ours() {
        return Optional.ofNullable(ModeEnvoy.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
