package io.modeenvoy.cli;

import io.modeenvoy.bootstrap.Address;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ends an Envoy in good order: what a pod does before it goes. */
@Command(
        name = "drain",
        description = "Let an Envoy of this machine finish its calls, then end it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  modeenvoy drain --envoy-admin unix:/run/modeenvoy/envoy-admin.sock --notice 5s --limit 60s"
        })
final class DrainCommand implements Callable<Integer> {
    @Option(
            names = "--envoy-admin",
            required = true,
            paramLabel = "ADDR",
            description = "Envoy's admin interface: unix:/path or host:port")
    private String admin = "";

    @Option(
            names = "--notice",
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "How long connections are still taken, so that who balances the load can see that we leave"
                    + " (default: ${DEFAULT-VALUE})")
    private String notice = "5s";

    @Option(
            names = "--limit",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "Longest time in all; calls that go on are cut off (default: ${DEFAULT-VALUE})")
    private String limit = "60s";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Duration open = Lifetime.parse(spec, "--notice", notice);
        Duration longest = Lifetime.parse(spec, "--limit", limit);
        if (longest.compareTo(open) <= 0) {
            throw FileFlags.wrong(
                    spec, "--limit: " + limit + " (expected: longer than --notice, which is " + notice + ")");
        }
        try {
            new EnvoyDrain(parsed(spec, admin)).end(open, longest);
            return ExitCode.GOOD;
        } catch (IOException | UnresolvedAddressException e) {
            throw new CannotException(
                    "Envoy's admin interface at " + admin + " does not answer (expected: an Envoy whose --admin it is)",
                    e);
        }
    }

    private static Address parsed(CommandSpec spec, String text) {
        try {
            return Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw FileFlags.wrong(spec, "--envoy-admin: " + e.getMessage());
        }
    }
}
