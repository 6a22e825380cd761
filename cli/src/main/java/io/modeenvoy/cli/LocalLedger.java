package io.modeenvoy.cli;

import io.modeenvoy.ledger.FileJournal;
import io.modeenvoy.ledger.Ledger;
import io.modeenvoy.ledger.MemoryLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger in memory with its journal in the state directory, its reservations expiring by the clock. */
final class LocalLedger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalLedger.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final MemoryLedger ledger;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ledger-clock").daemon().factory());

    private LocalLedger(MemoryLedger ledger) {
        this.ledger = ledger;
        var _ = clock.scheduleAtFixedRate(ledger::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    static LocalLedger open(StateDirectory state) {
        try {
            return open(FileJournal.open(state.ledger()));
        } catch (IOException | UncheckedIOException e) {
            throw new CannotException(state.ledger() + ": the budgets' state cannot be read: " + e.getMessage(), e);
        }
    }

    /** What is wrong with the journal is known only once the ledger has taken its records over. */
    private static LocalLedger open(FileJournal journal) {
        try {
            return new LocalLedger(new MemoryLedger(InstantSource.system(), journal));
        } catch (UncheckedIOException e) {
            journal.close();
            throw e;
        } finally {
            journal.problems().forEach(problem -> LOG.warn("ledger.journal problem=\"{}\"", problem));
        }
    }

    Ledger ledger() {
        return ledger;
    }

    @Override
    public void close() {
        clock.shutdown();
        ledger.close();
    }
}
