package io.modeenvoy.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** All services beside an Envoy in one process. */
@Command(
        name = "services",
        description = "Run ext-authz, ext-ratelimit and ext-proc beside an Envoy, fed by the control plane.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  modeenvoy services --server unix:/run/modeenvoy/ads.sock --sockets /run/modeenvoy --state /var/lib/modeenvoy"
        })
final class ServicesCommand implements Callable<Integer> {
    @Mixin
    private final ServicesOptions options = new ServicesOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return new ServicesProcess(spec, options).run(List.of(ServiceSet.Service.values()));
    }
}
