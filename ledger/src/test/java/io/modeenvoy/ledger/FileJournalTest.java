package io.modeenvoy.ledger;

import static io.modeenvoy.ledger.Budgets.TTL;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
    private final Path dir;
    private final TestClock clock = new TestClock("2026-11-20T10:00:00Z");
    private final BudgetPolicy hundred = daily("hundred", 100);

    FileJournalTest(@TempDir Path temporary) throws IOException {
        dir = Files.createDirectory(temporary.resolve("ledger"));
    }

    private MemoryLedger open() throws IOException {
        return new MemoryLedger(clock, FileJournal.open(dir));
    }

    private Path only(String kind) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().matches(kind + "-\\d+"))
                    .toList();
            assertThat(found).hasSize(1);
            return found.getFirst();
        }
    }

    private static void reserve(Ledger ledger, String id, BudgetPolicy budget, long amount) {
        assertThat(now(ledger.reserve(request(id, budget, amount)))).isInstanceOf(ReserveResult.Granted.class);
    }

    @Test
    void everythingThatCountsSurvivesARestart() throws IOException {
        BudgetPolicy hour = Budgets.sliding("hour", 100, Duration.ofHours(1));
        try (MemoryLedger ledger = open()) {
            reserve(ledger, "open", hundred, 20);
            now(ledger.extend("open", amounts("hundred", 3)));
            reserve(ledger, "settled", hour, 30);
            now(ledger.settle("settled", amounts("hour", 9)));
            now(ledger.charge(request("charged", hour, 2)));
            now(ledger.settle("overtaken", amounts("hour", 4)));
        }
        clock.advance(Duration.ofSeconds(10));
        try (MemoryLedger ledger = open()) {
            assertThat(counts(ledger, "hundred")).isEqualTo("0+23");
            assertThat(counts(ledger, "hour")).isEqualTo("11+0");
            reserve(ledger, "overtaken", hour, 50);
            assertThat(counts(ledger, "hour")).isEqualTo("15+0");
            now(ledger.settle("open", amounts("hundred", 21)));
            assertThat(counts(ledger, "hundred")).isEqualTo("21+0");
        }
    }

    @Test
    void whatNobodySettlesAfterARestartIsBookedWhereItIsStrict() throws IOException {
        BudgetPolicy elastic = budget("elastic", 100, calendar(BudgetWindow.Span.DAY), BudgetMode.ELASTIC);
        try (MemoryLedger ledger = open()) {
            now(ledger.reserve(request("a", new Hold(hundred, 60), new Hold(elastic, 60))));
        }
        clock.advance(TTL);
        try (MemoryLedger ledger = open()) {
            assertThat(counts(ledger, "hundred")).isEqualTo("60+0");
            assertThat(counts(ledger, "elastic")).isEqualTo("0+0");
        }
        try (MemoryLedger ledger = open()) {
            now(ledger.settle("a", amounts("hundred", 70, "elastic", 30)));
            assertThat(counts(ledger, "hundred")).isEqualTo("70+0");
            assertThat(counts(ledger, "elastic")).isEqualTo("30+0");
        }
    }

    @Test
    void aWindowThatHasPassedMeanwhileIsGone() throws IOException {
        try (MemoryLedger ledger = open()) {
            now(ledger.charge(request("a", hundred, 60)));
            now(ledger.charge(request("b", Budgets.sliding("hour", 100, Duration.ofHours(1)), 60)));
        }
        clock.advance(Duration.ofDays(1));
        try (MemoryLedger ledger = open()) {
            assertThat(now(ledger.states())).isEmpty();
            reserve(ledger, "c", hundred, 100);
        }
    }

    @Test
    void aTornLastRecordIsAsIfItWasNeverMade() throws IOException {
        long before;
        try (MemoryLedger ledger = open()) {
            reserve(ledger, "a", hundred, 10);
            now(ledger.settle("a", amounts("hundred", 7)));
            before = Files.size(only("journal"));
            reserve(ledger, "b", hundred, 20);
        }
        byte[] whole = Files.readAllBytes(only("journal"));
        Path segment = only("journal");
        byte[] snapshot = Files.readAllBytes(only("snapshot"));
        Path snapshotFile = only("snapshot");
        int number = Integer.parseInt(segment.getFileName().toString().substring("journal-".length()));
        for (int length = (int) before; length < whole.length; length++) {
            clear();
            Files.write(snapshotFile, snapshot);
            Files.write(segment, Arrays.copyOf(whole, length));
            Mark.open(mark(), new Mark.Position(number, (int) before)).close(); // nobody was told of more
            try (MemoryLedger ledger = open()) {
                assertThat(counts(ledger, "hundred")).as("torn at " + length).isEqualTo("7+0");
                assertThat(ledger.damage()).isNull();
            }
        }
    }

    @Test
    void anyPrefixOfTheJournalIsAPrefixOfTheHistory() throws IOException {
        try (MemoryLedger ledger = open()) {
            for (int i = 0; i < 5; i++) {
                now(ledger.charge(request("a", hundred, 1)));
            }
        }
        byte[] whole = Files.readAllBytes(only("journal"));
        int last = 0;
        for (int length = 0; length <= whole.length; length++) {
            clear();
            Files.write(dir.resolve("journal-7"), Arrays.copyOf(whole, length));
            try (MemoryLedger ledger = open()) {
                List<BudgetState> states = now(ledger.states());
                int settled = states.isEmpty() ? 0 : (int) states.getFirst().settled();
                assertThat(settled).as("length " + length).isBetween(last, last + 1);
                last = settled;
            }
        }
        assertThat(last).isEqualTo(5);
    }

    private Path mark() {
        return dir.resolveSibling("ledger.mark");
    }

    private void clear() throws IOException {
        Files.deleteIfExists(mark());
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aDamagedMiddleIsReportedAndTheGoodPrefixKept() throws IOException {
        long first;
        try (MemoryLedger ledger = open()) {
            now(ledger.charge(request("a", hundred, 1)));
            first = Files.size(only("journal"));
            now(ledger.charge(request("b", hundred, 2)));
            now(ledger.charge(request("c", hundred, 4)));
        }
        Path segment = only("journal");
        Path snapshotFile = only("snapshot");
        byte[] whole = Files.readAllBytes(segment);
        byte[] snapshot = Files.readAllBytes(snapshotFile);
        for (int at : new int[] {0, 4, 8, 14}) {
            clear();
            byte[] bytes = whole.clone();
            bytes[(int) first + at] ^= 1;
            Files.write(segment, bytes);
            Files.write(snapshotFile, snapshot);
            try (MemoryLedger ledger = open()) {
                assertThat(counts(ledger, "hundred")).isEqualTo("1+0");
                assertThat(lost(ledger))
                        .singleElement()
                        .asString()
                        .startsWith(segment.getFileName() + " offset " + first + ": damaged ")
                        .contains("what follows in the file is lost");
                assertThat(dir.resolve(segment.getFileName() + ".damaged")).hasBinaryContent(bytes);
            }
        }
    }

    private static List<LedgerDamage.Lost> lost(MemoryLedger ledger) {
        LedgerDamage damage = ledger.damage();
        return damage == null ? List.of() : damage.lost();
    }

    @Test
    void aFileThatIsNotOursIsReported() throws IOException {
        Files.writeString(dir.resolve("journal-1"), "something else");
        try (MemoryLedger ledger = open()) {
            assertThat(lost(ledger)).singleElement().asString().contains("not a ledger file");
        }
    }

    @Test
    void recordsThatCannotBeUnderstoodAreReportedAndTheOthersKept() throws IOException {
        try (RecordFile file = RecordFile.create(dir.resolve("journal-1"))) {
            file.append(io.modeenvoy.ledger.journal.Entry.getDefaultInstance());
            Account stranger = new Account(daily("stranger", 1), 0);
            file.append(Entries.charge(List.of(new Part(stranger, 0, 1, true))));
            file.append(Entries.define(hundred, clock.millis()));
            Account known = new Account(hundred, clock.millis());
            file.append(Entries.charge(List.of(known.charge(3))));
        }
        try (MemoryLedger ledger = open()) {
            assertThat(counts(ledger, "hundred")).isEqualTo("3+0");
            assertThat(lost(ledger))
                    .hasSize(2)
                    .anyMatch(lost -> lost.reason().contains("empty or of a newer version"))
                    .anyMatch(lost -> lost.reason().contains("unknown budget stranger"));
        }
    }

    @Test
    void growsASnapshotInsteadOfALongJournal() throws IOException {
        try (MemoryLedger ledger = new MemoryLedger(clock, FileJournal.open(dir, 2000))) {
            BudgetPolicy much = daily("much", 1_000_000);
            for (int i = 0; i < 1000; i++) {
                now(ledger.charge(request("a", much, 1)));
                ledger.tick();
                assertThat(Files.size(only("journal"))).isLessThan(2200);
            }
            assertThat(Files.size(only("snapshot"))).isLessThan(300);
        }
        try (MemoryLedger ledger = open()) {
            assertThat(counts(ledger, "much")).isEqualTo("1000+0");
        }
    }

    @Test
    void whatWasLeftByAnUnfinishedSnapshotChangesNothing() throws IOException {
        try (MemoryLedger ledger = open()) {
            now(ledger.charge(request("a", hundred, 5)));
        }
        Files.writeString(dir.resolve("snapshot.tmp"), "half");
        Path segment = only("journal");
        long number = Long.parseLong(segment.getFileName().toString().substring("journal-".length()));
        try (RecordFile next = RecordFile.create(dir.resolve("journal-" + (number + 1)))) {
            Account account = new Account(hundred, clock.millis());
            next.append(Entries.charge(List.of(account.charge(2))));
        }
        try (MemoryLedger ledger = open()) {
            assertThat(counts(ledger, "hundred")).isEqualTo("7+0");
        }
    }

    @Test
    void oneDirectoryServesOneLedger() throws IOException {
        try (MemoryLedger ledger = open()) {
            assertThat(now(ledger.states())).isEmpty();
            assertThatThrownBy(() -> FileJournal.open(dir))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("open in this process (expected: one ledger per directory)");
        }
        open().close();
    }

    @Test
    void aDirectoryThatCouldNotBeOpenedCanBeOpenedLater() throws IOException {
        Files.createDirectory(mark());
        assertThatThrownBy(() -> FileJournal.open(dir)).isInstanceOf(IOException.class);
        Files.delete(mark());

        open().close();
    }

    @Test
    void aLedgerWhoseJournalIsClosedFailsInsteadOfForgetting() throws IOException {
        MemoryLedger ledger = open();
        ledger.close();

        assertThatThrownBy(() -> now(ledger.reserve(request("a", hundred, 1))))
                .hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void recordsOfOneReservationCountTheSameInAnyOrder() throws IOException {
        Account account = new Account(hundred, clock.millis());
        List<Part> parts = List.of(account.hold(50));
        long second = clock.millis() / 1000;
        try (RecordFile file = RecordFile.create(dir.resolve("journal-1"))) {
            file.append(Entries.define(hundred, clock.millis()));
            file.append(Entries.settle("a", Map.of("hundred", 12L), second + 60, clock.millis()));
            file.append(Entries.settle("a", Map.of("hundred", 13L), second + 60, clock.millis()));
            file.append(Entries.open("a", new Reservation.Open(parts, 30, second + 30), clock.millis()));
            file.append(Entries.open("a", new Reservation.Open(parts, 30, second + 30), clock.millis()));
            file.append(Entries.grow("a", parts, second + 40));
            file.append(Entries.expire("a", new Reservation.Expired(parts, second + 99), clock.millis()));
        }
        try (MemoryLedger ledger = open()) {
            assertThat(counts(ledger, "hundred")).isEqualTo("12+0");
        }
    }

    @Test
    void anInterruptedThreadDoesNotCloseTheJournal() throws IOException {
        try (MemoryLedger ledger = open()) {
            Thread.currentThread().interrupt();
            now(ledger.charge(request("a", hundred, 1)));
            assertThat(Thread.interrupted()).isTrue();
            now(ledger.charge(request("b", hundred, 1)));
        }
        try (MemoryLedger ledger = open()) {
            assertThat(counts(ledger, "hundred")).isEqualTo("2+0");
        }
    }

    @Test
    void aTickThatCannotWriteGoesOn() throws IOException {
        MemoryLedger ledger = open();
        reserve(ledger, "a", hundred, 10);
        ledger.close();
        clock.advance(TTL);
        ledger.tick();
        ledger.tick();
        try (MemoryLedger again = open()) {
            assertThat(counts(again, "hundred")).isEqualTo("10+0");
        }
    }

    @Test
    void aSegmentWhoseStartFailedIsStartedAgain() throws IOException {
        BudgetPolicy much = daily("much", 1_000_000);
        try (MemoryLedger ledger = new MemoryLedger(clock, FileJournal.open(dir, 2000))) {
            now(ledger.charge(request("a", much, 1)));
            String name = only("journal").getFileName().toString();
            long number = Long.parseLong(name.substring("journal-".length()));
            Files.writeString(dir.resolve("journal-" + (number + 1)), "MELE");
            for (int i = 0; i < 100; i++) {
                now(ledger.charge(request("a", much, 1)));
                ledger.tick();
            }
            assertThat(Files.size(only("journal"))).isLessThan(2200);
        }
        try (MemoryLedger ledger = open()) {
            assertThat(counts(ledger, "much")).isEqualTo("101+0");
        }
    }
}
