package io.modeenvoy.cli;

import io.modeenvoy.simulator.Behaviour;
import io.modeenvoy.simulator.ModelSimulator;
import io.modeenvoy.simulator.SimulatorOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a model server for trying things out. */
@Command(
        name = "simulator",
        description =
                "A model server for trying things out: chat, completions, responses, embeddings, messages; streamed or"
                        + " not, with honest usage.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  modeenvoy simulator --port 8089 --chunk-ms 20"})
final class SimulatorCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            required = true,
            paramLabel = "P",
            converter = PortNumber.class,
            description = "Port to listen on (0 = any free one)")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE})")
    private String host = "127.0.0.1";

    @Option(names = "--latency-ms", paramLabel = "MS", defaultValue = "0", description = "Wait before each answer")
    private int latencyMillis;

    @Option(
            names = "--chunk-ms",
            paramLabel = "MS",
            defaultValue = "0",
            description = "Wait between the chunks of a stream")
    private int chunkMillis;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            description = "Output tokens of each answer (default: as the request says)")
    private @Nullable Integer tokens;

    @Option(
            names = "--status",
            paramLabel = "CODE",
            defaultValue = "200",
            description = "Answer every call with this status")
    private int status = 200;

    @Option(names = "--abort-after", paramLabel = "CHUNKS", description = "Break the connection after so many chunks")
    private @Nullable Integer abortAfter;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return UntilStopped.run(this::serve);
    }

    private int serve(UntilStopped stop) {
        try (ModelSimulator simulator = ModelSimulator.start(
                SimulatorOptions.DEFAULT.withHost(host).withPort(port).withDefaults(behaviour()))) {
            spec.commandLine().getOut().println("ready " + simulator.uri());
            stop.await();
            return ExitCode.GOOD;
        } catch (java.io.UncheckedIOException e) {
            throw new CannotException("--port: " + port + ": " + e.getMessage(), e);
        }
    }

    private Behaviour behaviour() {
        Behaviour normal = Behaviour.NORMAL;
        return new Behaviour(
                java.time.Duration.ofMillis(latencyMillis),
                normal.firstChunk(),
                java.time.Duration.ofMillis(chunkMillis),
                tokens,
                status,
                normal.retryAfter(),
                abortAfter,
                normal.reset(),
                normal.usage(),
                normal.cachedTokens(),
                normal.reasoningTokens());
    }
}
