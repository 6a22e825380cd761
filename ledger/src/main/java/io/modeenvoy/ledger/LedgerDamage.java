package io.modeenvoy.ledger;

import java.time.Instant;
import java.util.List;

/**
 * What can no longer be read of a ledger's state. Until an operator accepts it, strict budgets are closed whose window began before it was found: nobody can
 * tell what was used of them.
 *
 * @param at when it was found; whatever was used later is known
 */
public record LedgerDamage(Instant at, List<Lost> lost) {
    public LedgerDamage {
        lost = List.copyOf(lost);
    }

    /**
     * One place that cannot be read.
     *
     * @param file its name in the ledger's directory
     * @param offset of the first byte that cannot be read; 0 = nothing of the file can
     * @param reason what is wrong there
     */
    public record Lost(String file, long offset, String reason) {
        @Override
        public String toString() {
            return file + " offset " + offset + ": " + reason;
        }
    }
}
