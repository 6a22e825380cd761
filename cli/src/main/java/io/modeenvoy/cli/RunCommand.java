package io.modeenvoy.cli;

import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The whole gateway on this machine, from a directory of YAML. */
@Command(
        name = "run",
        description =
                "Run control plane, services and one Envoy on this machine from a directory of YAML; a changed file is"
                        + " live at once.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  modeenvoy run examples/quickstart --simulator"})
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private final RunOptions options = new RunOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        LOG.info("run.starting directory={}: control plane, services and Envoy", options.directory);
        return UntilStopped.run(stop -> {
            try (LocalGateway gateway =
                    LocalGateway.start(options, spec.commandLine().getErr(), stop::end)) {
                gateway.awaitReady();
                spec.commandLine().getOut().println("ready " + gateway.url());
                stop.await();
                if (gateway.envoyEnded()) {
                    throw new CannotException(
                            "Envoy ended by itself; its words are in envoy.log of the state directory");
                }
                return ExitCode.GOOD;
            }
        });
    }
}
