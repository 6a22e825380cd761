package io.modeenvoy.cli;

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

/** Lets strict budgets go on without what is lost. */
@Command(
        name = "accept",
        description =
                "Go on without what cannot be read: strict budgets open again and count from what can. A process that"
                        + " runs on the state sees it within a second; damaged files are kept.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  modeenvoy ledger accept --state /var/lib/modeenvoy",
            "",
            "Exit codes: 0 done, or nothing to accept, 2 wrong usage, 3 could not do it."
        })
final class LedgerAcceptCommand implements Callable<Integer> {
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
            report = new LedgerReport(LedgerFiles.accept(dir, InstantSource.system()));
        } catch (IOException e) {
            throw new CannotException(String.valueOf(e.getMessage()), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (format.isJson()) {
            out.println(OutputFormat.json(report.json()));
        } else if (report.report().damage() == null) {
            out.println("sound: nothing to accept");
        } else {
            report.lost().forEach(out::println);
            report.kept().forEach(out::println);
            out.println("accepted: strict budgets are open again; "
                    + report.report().budgets().size()
                    + " budgets count from what could be read, what else was used is lost");
        }
        return ExitCode.GOOD;
    }
}
