package io.modeenvoy.cli;

import picocli.CommandLine.Command;

/** Looks at the ledger's state on the disk. */
@Command(
        name = "ledger",
        description = "Show what of the budgets' state can be read, and go on without what cannot.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {LedgerInspectCommand.class, LedgerAcceptCommand.class},
        footer = {"", "Example:", "  modeenvoy ledger inspect --state /var/lib/modeenvoy"})
final class LedgerCommand {}
