package io.modeenvoy.cli;

import io.modeenvoy.ir.ListenerIr;
import io.modeenvoy.ir.VirtualHostIr;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Follows a call through the configuration without making it. */
@Command(
        name = "explain",
        description =
                "Say what would happen to a call, without traffic: listener, route and why, caller, budgets, backends in order.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  modeenvoy explain examples/quickstart --path /v1/chat/completions --model small --consumer demo/app"
        })
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PATH", description = "Directory or file of resources")
    private Path directory = Path.of(".");

    @Option(
            names = "--path",
            required = true,
            paramLabel = "PATH",
            description = "Path of the call, for example /v1/chat/completions")
    private String path = "/";

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "localhost",
            description = "Host of the call (default: ${DEFAULT-VALUE})")
    private String host = "localhost";

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            description = "Method of the call (default: POST with --model, else GET)")
    private @Nullable String method;

    @Option(names = "--header", paramLabel = "K:V", description = "A header of the call; may be repeated")
    private java.util.List<String> headers = java.util.List.of();

    @Option(names = "--model", paramLabel = "M", description = "Model in the call's body")
    private @Nullable String model;

    @Option(names = "--key-id", paramLabel = "K", description = "Public id of the caller's key")
    private @Nullable String keyId;

    @Option(names = "--consumer", paramLabel = "NS/NAME", description = "The caller")
    private @Nullable String consumer;

    @Mixin
    private final OutputFormat format = new OutputFormat();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Directory read = Directory.read(directory);
        read.problems().forEach(problem -> spec.commandLine().getErr().println(problem.line()));
        Explanation explanation = new Explanation();
        boolean good = explain(
                new CallToExplain(
                        method == null ? (model == null ? "GET" : "POST") : method.toUpperCase(Locale.ROOT),
                        host.toLowerCase(Locale.ROOT),
                        path,
                        parsed(),
                        model),
                read,
                explanation);
        if (format.isJson()) {
            spec.commandLine().getOut().println(OutputFormat.json(explanation.facts()));
        } else {
            explanation
                    .facts()
                    .forEach((name, value) -> spec.commandLine()
                            .getOut()
                            .println(
                                    String.format(Locale.ROOT, "%-10s %s", name, String.join("\n           ", value))));
        }
        return good ? ExitCode.GOOD : ExitCode.NO;
    }

    private boolean explain(CallToExplain call, Directory read, Explanation explanation) {
        Where where = Where.find(read.translation().ir(), call);
        if (where == null) {
            explanation.add("listener", "no listener with a route for host " + call.host() + ": 404");
            return false;
        }
        ListenerIr listener = where.listener();
        VirtualHostIr virtualHost = where.virtualHost();
        explanation.add("listener", listener.name() + " of " + listener.origin() + ", host " + virtualHost.hostname());
        PolicyWorld world = PolicyWorld.of(read.translation().ir());
        return new RouteExplanation(call, world, explanation).explain(virtualHost, who(world, explanation));
    }

    private PolicyWorld.@Nullable Who who(PolicyWorld world, Explanation explanation) {
        if (keyId == null && consumer == null) {
            explanation.add("caller", "nobody: no credential (--key-id or --consumer says who calls)");
            return null;
        }
        PolicyWorld.Who who =
                world.who(keyId, consumer == null ? null : NameArgument.parse(spec, "--consumer", consumer));
        if (who == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    keyId == null
                            ? "--consumer: " + consumer + " (expected: a Consumer in " + directory + ")"
                            : "--key-id: " + keyId + " (expected: the keyId of an APIKey in " + directory + ")");
        }
        explanation.add("caller", who.toString());
        return who;
    }

    private Map<String, String> parsed() {
        Map<String, String> parsed = new LinkedHashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon <= 0) {
                throw new ParameterException(spec.commandLine(), "--header: " + header + " (expected: NAME:VALUE)");
            }
            parsed.put(
                    header.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        return parsed;
    }
}
