package io.modeenvoy.ledger;

import static io.modeenvoy.ledger.Budgets.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetWindow;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was granted counts, even if the process is killed right after. */
class KilledLedgerTest {
    static final BudgetPolicy MUCH =
            Budgets.budget("much", Long.MAX_VALUE, new BudgetWindow.Sliding(Duration.ofDays(365)), BudgetMode.STRICT);

    @TempDir
    private Path dir;

    @Test
    void whatWasGrantedSurvivesAKill() throws IOException, InterruptedException {
        long granted = 0;
        for (int round = 0; round < 3; round++) {
            long said = killAfter(1000 + 777 * round);
            try (MemoryLedger ledger =
                    new MemoryLedger(InstantSource.system(), FileJournal.open(dir.resolve("ledger")))) {
                long settled = state(ledger, "much").settled();
                assertThat(settled).isGreaterThanOrEqualTo(granted + said);
                granted = settled;
            }
        }
    }

    @Test
    void aChargeThatTheDiskDoesNotTakeIsNotGranted() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f 64; exec \"$@\"", "limited"));
        command.addAll(java(FullDisk.class));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long granted;
        try (BufferedReader lines = process.inputReader()) {
            granted = Long.parseLong(lines.readLine());
        }
        process.waitFor();
        try (MemoryLedger ledger = new MemoryLedger(InstantSource.system(), FileJournal.open(dir.resolve("ledger")))) {
            assertThat(granted).isPositive();
            assertThat(ledger.damage()).isNull();
            assertThat(state(ledger, "much").settled()).isEqualTo(granted);
        }
    }

    private List<String> java(Class<?> main) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName(),
                dir.resolve("ledger").toString());
    }

    private long killAfter(long charges) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(java(KilledLedger.class))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long said = 0;
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said = line.isEmpty() ? said : Math.max(said, Long.parseLong(line)); // the last one may be cut
                if (said == charges) {
                    process.toHandle().destroyForcibly(); // the process' own way would close its output
                }
            }
        }
        process.waitFor();
        assertThat(said).isGreaterThanOrEqualTo(charges);
        return said;
    }
}
