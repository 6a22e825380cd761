package io.modeenvoy.cli;

import io.modeenvoy.ledger.LedgerDamage;
import io.modeenvoy.ledger.LedgerFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what can be read of a ledger, and what cannot. */
@Command(
        name = "inspect",
        description = "Print the budgets that can be read, used and held, and what cannot be read. Changes nothing.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  modeenvoy ledger inspect --state /var/lib/modeenvoy --output json",
            "",
            "Exit codes: 0 sound, 1 damaged, 2 wrong usage, 3 could not do it."
        })
final class LedgerInspectCommand implements Callable<Integer> {
    @Mixin
    private final LedgerPlace place = new LedgerPlace();

    @Mixin
    private final OutputFormat format = new OutputFormat();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Path dir = place.ledger(spec);
        LedgerReport report;
        try {
            report = new LedgerReport(
                    LedgerFiles.inspect(dir, InstantSource.system().instant()));
        } catch (IOException e) {
            throw new CannotException(String.valueOf(e.getMessage()), e);
        }
        print(report);
        return report.report().damage() == null ? ExitCode.GOOD : ExitCode.NO;
    }

    private void print(LedgerReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (format.isJson()) {
            out.println(OutputFormat.json(report.json()));
            return;
        }
        out.print(report.budgets());
        report.lost().forEach(out::println);
        report.kept().forEach(out::println);
        LedgerDamage damage = report.report().damage();
        out.println(
                damage == null
                        ? "sound"
                        : "damaged: strict budgets whose window began before " + damage.at()
                                + " are closed until modeenvoy ledger accept");
    }
}
