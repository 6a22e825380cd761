package io.modeenvoy.cli;

import io.modeenvoy.crd.APIKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the keys of a directory or a cluster, never their secrets. */
@Command(
        name = "list",
        description = "Print the APIKey objects of DIR or of a cluster.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  modeenvoy key list examples/quickstart --output json",
            "  modeenvoy key list --kubeconfig dev.kubeconfig"
        })
final class KeyListCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", arity = "0..1", description = "Directory of resources (or: --kubeconfig)")
    private @Nullable Path directory;

    @Mixin
    private final KeyPlace place = new KeyPlace();

    @Option(names = "--consumer", paramLabel = "NS/NAME", description = "Only this consumer's keys")
    private @Nullable String consumer;

    @Mixin
    private final OutputFormat format = new OutputFormat();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** A line of the list; {@code expiresAt} is empty for a key that does not expire. */
    record Row(String name, String consumer, String keyId, String notBefore, String expiresAt, boolean revoked) {
        static Row of(APIKey key) {
            String namespace = key.getMetadata().getNamespace();
            return new Row(
                    namespace + "/" + key.getMetadata().getName(),
                    namespace + "/" + key.getSpec().consumerRef().name(),
                    key.getSpec().keyId(),
                    text(key.getSpec().notBefore()),
                    text(key.getSpec().expiresAt()),
                    Boolean.TRUE.equals(key.getSpec().revoked()));
        }

        private static String text(@Nullable String value) {
            return value == null ? "" : value;
        }

        List<String> cells() {
            return List.of(name, consumer, keyId, expiresAt.isEmpty() ? "never" : expiresAt, revoked ? "yes" : "no");
        }
    }

    @Override
    public Integer call() {
        List<Row> rows;
        try (KeyObjects keys = place.open(spec, directory)) {
            rows = keys.keys().stream()
                    .map(Row::of)
                    .filter(row -> consumer == null || row.consumer().equals(consumer))
                    .toList();
        }
        if (format.isJson()) {
            spec.commandLine().getOut().println(OutputFormat.json(rows));
        } else {
            List<List<String>> table = new ArrayList<>();
            table.add(List.of("NAME", "CONSUMER", "KEY ID", "EXPIRES", "REVOKED"));
            rows.forEach(row -> table.add(row.cells()));
            spec.commandLine().getOut().print(new TextTable(table));
            spec.commandLine().getOut().flush();
        }
        return ExitCode.GOOD;
    }
}
