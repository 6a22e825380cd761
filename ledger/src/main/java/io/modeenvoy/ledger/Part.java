package io.modeenvoy.ledger;

/**
 * What a reservation holds, or has booked, in one slot of one budget.
 *
 * @param strict whether unknown use is booked in full
 */
record Part(Account account, long slot, long amount, boolean strict) {
    Part withAmount(long other) {
        return new Part(account, slot, other, strict);
    }

    boolean sameSlot(Part other) {
        return account == other.account && slot == other.slot && strict == other.strict;
    }

    /** What expiry books of it. */
    long unknownUse() {
        return strict ? amount : 0;
    }
}
