package io.modeenvoy.cli;

import io.modeenvoy.policy.NamespacedName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a key for good. */
@Command(
        name = "revoke",
        description =
                "Mark an APIKey object in DIR or a cluster as revoked; a running gateway refuses the key within a second.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  modeenvoy key revoke examples/quickstart demo/app-1",
            "  modeenvoy key revoke --kubeconfig dev.kubeconfig demo/app-1"
        })
final class KeyRevokeCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "[DIR] NS/NAME",
            arity = "1..2",
            description = "Directory of resources (or: --kubeconfig), and the APIKey object")
    private List<String> where = new ArrayList<>();

    @Mixin
    private final KeyPlace place = new KeyPlace();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        NamespacedName key = NameArgument.parse(spec, "NS/NAME", where.getLast());
        try (KeyObjects keys = place.open(spec, where.size() == 1 ? null : Path.of(where.getFirst()))) {
            var _ = keys.get(key);
            keys.revoke(key);
        }
        spec.commandLine().getErr().println("revoked APIKey " + key);
        return ExitCode.GOOD;
    }
}
