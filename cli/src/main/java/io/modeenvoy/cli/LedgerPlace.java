package io.modeenvoy.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which ledger's state is meant. */
final class LedgerPlace {
    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "Directory of resources, whose state is in DIR/.modeenvoy (or: --state)")
    private @Nullable Path directory;

    @Option(names = "--state", paramLabel = "DIR", description = "State directory of run or services")
    private @Nullable Path state;

    /** The folder of the ledger's files. */
    Path ledger(CommandSpec spec) {
        if (state != null && directory == null) {
            return new StateDirectory(state).ledger();
        } else if (state == null && directory != null) {
            return StateDirectory.of(null, directory).ledger();
        }
        throw FileFlags.wrong(spec, "DIR, --state: expected one of them");
    }
}
