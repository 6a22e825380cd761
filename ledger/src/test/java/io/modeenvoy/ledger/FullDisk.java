package io.modeenvoy.ledger;

import static io.modeenvoy.ledger.Budgets.now;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;

/** A process that charges until the disk takes no more, a few times more than that, and says how many charges were granted. */
final class FullDisk {
    private FullDisk() {}

    public static void main(String[] arguments) throws IOException {
        MemoryLedger ledger = new MemoryLedger(InstantSource.system(), FileJournal.open(Path.of(arguments[0])));
        long granted = 0;
        for (int failures = 0; failures < 5; ) {
            try {
                now(ledger.charge(Budgets.request("c", KilledLedgerTest.MUCH, 1)));
                granted++;
            } catch (CompletionException e) {
                failures++;
                ledger.tick();
            }
        }
        System.out.println(granted);
        Runtime.getRuntime().halt(0);
    }
}
