package io.modeenvoy.cli;

import io.micrometer.core.instrument.MeterRegistry;
import io.modeenvoy.ledger.FileJournal;
import io.modeenvoy.ledger.Ledger;
import io.modeenvoy.ledger.LedgerDamage;
import io.modeenvoy.ledger.MemoryLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
    private final StateDirectory state;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ledger-clock").daemon().factory());

    private LocalLedger(MemoryLedger ledger, StateDirectory state) {
        this.ledger = ledger;
        this.state = state;
        var _ = clock.scheduleAtFixedRate(ledger::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Opens it, damaged or not: what cannot be read closes strict budgets and stops nothing else. */
    static LocalLedger open(StateDirectory state, MeterRegistry meters) {
        try {
            LocalLedger opened = open(FileJournal.open(state.ledger()), state);
            meters.gauge("modeenvoy.ledger.damaged", opened, local -> local.ledger.damage() == null ? 0 : 1);
            opened.warn();
            return opened;
        } catch (IOException | UncheckedIOException e) {
            throw new CannotException(state.ledger() + ": the budgets' state cannot be read: " + e.getMessage(), e);
        }
    }

    private static LocalLedger open(FileJournal journal, StateDirectory state) {
        try {
            return new LocalLedger(new MemoryLedger(InstantSource.system(), journal), state);
        } catch (UncheckedIOException e) {
            journal.close();
            throw e;
        }
    }

    private void warn() {
        LedgerDamage damage = ledger.damage();
        if (damage != null) {
            damage.lost().forEach(lost -> LOG.error("ledger.damaged lost=\"{}\"", lost));
            LOG.error("ledger.damaged effect=\"{}\"", warnings().getFirst());
        }
    }

    /** What an operator must see to. */
    List<String> warnings() {
        LedgerDamage damage = ledger.damage();
        return damage == null
                ? List.of()
                : List.of("a part of the ledger cannot be read since " + damage.at()
                        + ": strict budgets whose window began before are closed; see modeenvoy ledger inspect --state "
                        + state.path() + ", go on with modeenvoy ledger accept --state " + state.path());
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
