package io.modeenvoy.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A ledger's directory as an operator sees it, whether a process uses it or not. */
public final class LedgerFiles {
    private LedgerFiles() {}

    /**
     * What can be read, and what cannot.
     *
     * @param budgets the budgets in their current windows, ordered by id
     * @param damage what is not accepted yet; null = nothing
     * @param aside damaged files that were kept, by name
     */
    public record Report(
            List<BudgetState> budgets, @Nullable LedgerDamage damage, List<String> aside) {
        public Report {
            budgets = List.copyOf(budgets);
            aside = List.copyOf(aside);
        }
    }

    /** Reads the directory and changes nothing. A process that uses it may be some steps ahead. */
    public static Report inspect(Path dir, Instant now) throws IOException {
        if (!Files.isDirectory(dir) && !Files.exists(new JournalDirectory(dir).mark())) {
            throw new IOException(dir + ": no such directory (expected: the folder ledger of a state directory)");
        }
        JournalDirectory directory = new JournalDirectory(dir);
        if (!Files.isDirectory(dir)) {
            List<LedgerDamage.Lost> all =
                    List.of(new LedgerDamage.Lost(dir.getFileName().toString(), 0, "missing"));
            return new Report(List.of(), new LedgerDamage(now, all), List.of());
        }
        Mark.Position mark = Mark.read(directory.mark());
        List<Path> before = directory.before(Long.MAX_VALUE);
        Accounts accounts = new Accounts();
        Reservations reservations = new Reservations();
        JournalReading reading =
                JournalReading.of(directory, mark, Long.MAX_VALUE, new Recovery(accounts, reservations)::apply);
        if (!reading.lost().isEmpty() && !before.equals(directory.before(Long.MAX_VALUE))) {
            throw new IOException(dir + ": a process has changed it meanwhile (expected: try again)");
        }
        reservations.sweep(stripe -> ReservationSteps.expire(stripe, now.toEpochMilli(), new ArrayList<>()));
        return new Report(
                Admission.look(accounts.all(), now.toEpochMilli()), damage(directory, reading, now), aside(directory));
    }

    private static @Nullable LedgerDamage damage(JournalDirectory directory, JournalReading reading, Instant now)
            throws IOException {
        LedgerDamage found = directory.damage().read();
        if (reading.lost().isEmpty()) {
            return found;
        }
        List<LedgerDamage.Lost> all = new ArrayList<>(found == null ? List.of() : found.lost());
        reading.lost().stream().filter(lost -> !all.contains(lost)).forEach(all::add);
        return new LedgerDamage(now, all);
    }

    private static List<String> aside(JournalDirectory directory) throws IOException {
        return directory.aside().stream()
                .map(file -> file.getFileName().toString())
                .toList();
    }

    /**
     * Goes on without what is lost: strict budgets count from what can be read. A process that uses the directory sees it within a second. Damaged files
     * stay where they are.
     *
     * @return what was accepted; its damage is null if there was none
     */
    public static Report accept(Path dir, InstantSource clock) throws IOException {
        JournalDirectory directory = new JournalDirectory(dir);
        if (Files.isDirectory(dir) || Files.exists(directory.mark())) {
            conclude(dir, clock);
        }
        Report report = inspect(dir, clock.instant());
        if (directory.damage().read() != null) {
            directory.damage().accept(clock.instant());
        }
        return report;
    }

    /** Takes over what can be read, as a start would, unless a process already did. */
    private static void conclude(Path dir, InstantSource clock) throws IOException {
        FileJournal journal;
        try {
            journal = FileJournal.open(dir);
        } catch (JournalInUseException e) {
            return; // it has found the damage itself
        }
        try (journal) {
            var _ = new MemoryLedger(clock, journal);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
