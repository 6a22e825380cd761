package io.modeenvoy.cli;

import picocli.CommandLine.Command;

/** Makes and ends API keys. */
@Command(
        name = "key",
        description = "Create, list, rotate and revoke API keys.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            KeyCreateCommand.class,
            KeyListCommand.class,
            KeyRevokeCommand.class,
            KeyRotateCommand.class,
        },
        footer = {"", "Example:", "  modeenvoy key create examples/quickstart --consumer demo/app"})
final class KeyCommand {}
