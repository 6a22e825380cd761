package io.modeenvoy.ledger;

import static io.modeenvoy.ledger.Budgets.amounts;
import static io.modeenvoy.ledger.Budgets.budget;
import static io.modeenvoy.ledger.Budgets.calendar;
import static io.modeenvoy.ledger.Budgets.counts;
import static io.modeenvoy.ledger.Budgets.daily;
import static io.modeenvoy.ledger.Budgets.now;
import static io.modeenvoy.ledger.Budgets.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be read is not taken for what never was. */
class DamagedLedgerTest {
    private final TestClock clock = new TestClock("2026-11-20T10:00:00Z");
    private final BudgetPolicy hundred = daily("hundred", 100);
    private final BudgetPolicy elastic = budget("elastic", 100, calendar(BudgetWindow.Span.DAY), BudgetMode.ELASTIC);
    private final Path dir;

    DamagedLedgerTest(@TempDir Path temporary) {
        dir = temporary.resolve("ledger");
    }

    private MemoryLedger open() throws IOException {
        return new MemoryLedger(clock, FileJournal.open(dir));
    }

    private void use(long amount) throws IOException {
        try (MemoryLedger ledger = open()) {
            now(ledger.charge(request("used", new Hold(hundred, amount), new Hold(elastic, amount))));
        }
    }

    private Path only(String kind) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.getFileName().toString().matches(kind + "-\\d+"))
                    .reduce((one, other) -> {
                        throw new AssertionError(one + " and " + other);
                    })
                    .orElseThrow();
        }
    }

    private void cut(Path file, int bytes) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - bytes));
    }

    private void empty() throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static ReserveResult reserve(MemoryLedger ledger, BudgetPolicy budget, long amount) {
        return now(ledger.reserve(request("r", budget, amount)));
    }

    @Test
    void strictBudgetsAreClosedAndTheOthersGoOn() throws IOException {
        use(60);
        cut(only("journal"), 1);
        try (MemoryLedger ledger = open()) {
            assertThat(reserve(ledger, hundred, 1)).isInstanceOfSatisfying(ReserveResult.Closed.class, closed -> {
                assertThat(closed.budget().budget()).isEqualTo(hundred);
                assertThat(closed.opensAt()).isEqualTo(Instant.parse("2026-11-20T23:00:00Z"));
            });
            assertThat(now(ledger.charge(request("c", hundred, 1)))).isInstanceOf(ReserveResult.Closed.class);
            assertThat(reserve(ledger, elastic, 1)).isInstanceOf(ReserveResult.Granted.class);
        }
    }

    @Test
    void staysSoAfterARestart() throws IOException {
        use(60);
        cut(only("journal"), 1);
        open().close();
        try (MemoryLedger ledger = open()) {
            assertThat(ledger.damage()).isNotNull();
            assertThat(reserve(ledger, hundred, 1)).isInstanceOf(ReserveResult.Closed.class);
        }
    }

    @Test
    void aWindowThatBeginsLaterHoldsNothingThatWasLost() throws IOException {
        BudgetPolicy hour = Budgets.sliding("hour", 100, Duration.ofHours(1));
        use(60);
        cut(only("journal"), 1);
        try (MemoryLedger ledger = open()) {
            assertThat(reserve(ledger, hour, 1)).isInstanceOf(ReserveResult.Closed.class);
            clock.advance(Duration.ofMinutes(62));
            assertThat(reserve(ledger, hour, 1)).isInstanceOf(ReserveResult.Granted.class);
            assertThat(now(ledger.reserve(request("b", hundred, 1)))).isInstanceOf(ReserveResult.Closed.class);
            clock.advance(Duration.ofHours(13));
            assertThat(now(ledger.reserve(request("c", hundred, 1)))).isInstanceOf(ReserveResult.Granted.class);
        }
    }

    @Test
    void aReservationFromBeforeIsSettledButNotExtended() throws IOException {
        try (MemoryLedger ledger = open()) {
            now(ledger.reserve(request("before", hundred, 10)));
            now(ledger.charge(request("lost", hundred, 10)));
        }
        cut(only("journal"), 1);
        try (MemoryLedger ledger = open()) {
            assertThat(now(ledger.extend("before", amounts("hundred", 1)))).isInstanceOf(ReserveResult.Closed.class);
            now(ledger.settle("before", amounts("hundred", 7)));
            assertThat(counts(ledger, "hundred")).isEqualTo("7+0");
        }
    }

    @Test
    void anEmptiedDirectoryIsNotANewOne() throws IOException {
        use(60);
        empty();
        try (MemoryLedger ledger = open()) {
            assertThat(reserve(ledger, hundred, 1)).isInstanceOf(ReserveResult.Closed.class);
        }
    }

    @Test
    void aNewOneIsOpen() throws IOException {
        try (MemoryLedger ledger = open()) {
            assertThat(ledger.damage()).isNull();
            assertThat(reserve(ledger, hundred, 100)).isInstanceOf(ReserveResult.Granted.class);
        }
    }

    @Test
    void missingFilesAreDamage() throws IOException {
        use(60);
        Files.delete(only("snapshot"));
        try (MemoryLedger ledger = open()) {
            assertThat(reserve(ledger, hundred, 1)).isInstanceOf(ReserveResult.Closed.class);
        }
        LedgerFiles.accept(dir, clock);
        use(1);
        Path segment = only("journal");
        Files.delete(segment);
        try (MemoryLedger ledger = open()) {
            assertThat(ledger.damage())
                    .extracting(LedgerDamage::lost)
                    .isEqualTo(
                            List.of(new LedgerDamage.Lost(segment.getFileName().toString(), 0, "missing")));
        }
    }

    @Test
    void aFileThatCannotBeReadIsKeptAside() throws IOException {
        use(60);
        Path segment = only("journal");
        Files.delete(segment);
        Files.createDirectory(segment);
        Files.writeString(segment.resolve("inside"), "");
        try (MemoryLedger ledger = open()) {
            assertThat(reserve(ledger, hundred, 1)).isInstanceOf(ReserveResult.Closed.class);
        }
        assertThat(dir.resolve(segment.getFileName() + ".damaged")).isDirectory();
    }

    @Test
    void aClockThatWasSetBackDoesNotOpenThem() throws IOException {
        use(60);
        cut(only("snapshot"), 1);
        clock.set(Instant.parse("2026-01-01T00:00:00Z"));
        open().close();
        clock.set(Instant.parse("2026-11-20T12:00:00Z"));
        try (MemoryLedger ledger = open()) {
            assertThat(reserve(ledger, hundred, 1)).isInstanceOf(ReserveResult.Closed.class);
        }
    }

    @Test
    void aStateOfAnEarlierVersionIsSound() throws IOException {
        try (RecordFile snapshot =
                RecordFile.create(Files.createDirectories(dir).resolve("snapshot-4"))) {
            snapshot.append(Entries.define(hundred, clock.millis()));
        }
        Account account = new Account(hundred, clock.millis());
        try (RecordFile segment = RecordFile.create(dir.resolve("journal-4"))) {
            segment.append(Entries.charge(List.of(account.charge(5))));
        }
        try (MemoryLedger ledger = open()) {
            assertThat(ledger.damage()).isNull();
            assertThat(counts(ledger, "hundred")).isEqualTo("5+0");
        }
    }

    @Test
    void acceptingOpensThemFromWhatCanBeRead() throws IOException {
        use(60);
        try (MemoryLedger ledger = open()) {
            now(ledger.charge(request("lost", hundred, 30)));
        }
        cut(only("journal"), 1);
        LedgerFiles.Report accepted = LedgerFiles.accept(dir, clock);
        assertThat(accepted.damage()).isNotNull();
        assertThat(accepted.aside()).singleElement().asString().endsWith(".damaged");
        try (MemoryLedger ledger = open()) {
            assertThat(ledger.damage()).isNull();
            assertThat(counts(ledger, "hundred")).isEqualTo("60+0");
            assertThat(reserve(ledger, hundred, 40)).isInstanceOf(ReserveResult.Granted.class);
        }
        assertThat(dir.resolve(accepted.aside().getFirst())).exists();
        assertThat(LedgerFiles.accept(dir, clock).damage()).isNull();
    }

    @Test
    void aRunningLedgerSeesThatItWasAccepted() throws IOException {
        use(60);
        cut(only("journal"), 1);
        try (MemoryLedger ledger = open()) {
            assertThat(reserve(ledger, hundred, 1)).isInstanceOf(ReserveResult.Closed.class);
            assertThat(LedgerFiles.accept(dir, clock).damage()).isNotNull();
            ledger.tick();
            assertThat(ledger.damage()).isNull();
            assertThat(reserve(ledger, hundred, 1)).isInstanceOf(ReserveResult.Granted.class);
        }
    }

    @Test
    void inspectingChangesNothing() throws IOException {
        use(60);
        cut(only("journal"), 1);
        List<String> before = files();
        LedgerFiles.Report report = LedgerFiles.inspect(dir, clock.instant());
        assertThat(report.damage()).isNotNull();
        assertThat(report.budgets()).extracting(BudgetState::settled).containsOnly(0L);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void inspectingALedgerInUseFindsItSound() throws IOException {
        try (MemoryLedger ledger = open()) {
            now(ledger.charge(request("a", hundred, 5)));
            LedgerFiles.Report report = LedgerFiles.inspect(dir, clock.instant());
            assertThat(report.damage()).isNull();
            assertThat(report.budgets())
                    .singleElement()
                    .extracting(BudgetState::settled)
                    .isEqualTo(5L);
        }
    }

    @Test
    void inspectingWhatIsNotThereSaysSo() {
        assertThatThrownBy(() -> LedgerFiles.inspect(dir, clock.instant()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such directory");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(Path::toString).sorted().toList();
        }
    }
}
