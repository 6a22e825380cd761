package io.modeenvoy.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The rate limit service and the Ledger API alone. */
@Command(
        name = "ext-ratelimit",
        description = "Run the rate limit service of HTTP routes and the Ledger API alone.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  modeenvoy ext-ratelimit --server unix:/run/modeenvoy/ads.sock --sockets /run/modeenvoy --state /var/lib/modeenvoy"
        })
final class ExtRatelimitCommand implements Callable<Integer> {
    @Mixin
    private final ServicesOptions options = new ServicesOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return new ServicesProcess(spec, options).run(List.of(ServiceSet.Service.EXT_RATELIMIT));
    }
}
