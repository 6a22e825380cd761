package io.modeenvoy.ledger;

import static io.modeenvoy.ledger.Budgets.now;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** A process that charges without end and says each charge that was granted, until it is killed. */
final class KilledLedger {
    private KilledLedger() {}

    public static void main(String[] arguments) throws IOException {
        MemoryLedger ledger = new MemoryLedger(InstantSource.system(), FileJournal.open(Path.of(arguments[0]), 20_000));
        for (long i = 1; ; i++) {
            now(ledger.charge(Budgets.request("c", KilledLedgerTest.MUCH, 1)));
            System.out.println(i);
            if (i % 100 == 0) {
                ledger.tick();
            }
        }
    }
}
