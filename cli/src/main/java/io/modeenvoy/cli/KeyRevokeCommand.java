package io.modeenvoy.cli;

import io.modeenvoy.policy.NamespacedName;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a key for good. */
@Command(
        name = "revoke",
        description = "Mark an APIKey object in DIR as revoked; a running gateway refuses the key within a second.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  modeenvoy key revoke examples/quickstart demo/app-1"})
final class KeyRevokeCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "Directory of resources")
    private Path directory = Path.of(".");

    @Parameters(index = "1", paramLabel = "NS/NAME", description = "The APIKey object")
    private String name = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        NamespacedName key = NameArgument.parse(spec, "NS/NAME", name);
        KeyFolder folder = new KeyFolder(directory);
        if (folder.find(key).isEmpty()) {
            throw new CannotException(
                    key + ": no such APIKey in " + directory + " (see: modeenvoy key list " + directory + ")");
        }
        folder.set(key, "revoked", "true");
        spec.commandLine().getErr().println("revoked APIKey " + key);
        return ExitCode.GOOD;
    }
}
