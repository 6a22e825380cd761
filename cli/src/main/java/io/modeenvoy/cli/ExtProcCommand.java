package io.modeenvoy.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The service of AI routes alone. */
@Command(
        name = "ext-proc",
        description = "Run the service of AI routes alone; --ledger names the ext-ratelimit whose budgets it shares.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  modeenvoy ext-proc --server unix:/run/modeenvoy/ads.sock --sockets /run/modeenvoy --ledger unix:/run/modeenvoy/ext-ratelimit.sock"
        })
final class ExtProcCommand implements Callable<Integer> {
    @Mixin
    private final ServicesOptions options = new ServicesOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return new ServicesProcess(spec, options).run(List.of(ServiceSet.Service.EXT_PROC));
    }
}
