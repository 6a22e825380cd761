package io.modeenvoy.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The authorization service alone. */
@Command(
        name = "ext-authz",
        description = "Run the authorization service of HTTP routes alone.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  modeenvoy ext-authz --server unix:/run/modeenvoy/ads.sock --sockets /run/modeenvoy"
        })
final class ExtAuthzCommand implements Callable<Integer> {
    @Mixin
    private final ServicesOptions options = new ServicesOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return new ServicesProcess(spec, options).run(List.of(ServiceSet.Service.EXT_AUTHZ));
    }
}
