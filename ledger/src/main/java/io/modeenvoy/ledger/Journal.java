package io.modeenvoy.ledger;

/** Where a ledger's state survives a restart. */
public abstract sealed class Journal implements AutoCloseable permits FileJournal, Journal.None {
    /** Keeps nothing. */
    public static Journal none() {
        return new None();
    }

    @Override
    public abstract void close();

    /** Keeps nothing. */
    static final class None extends Journal {
        @Override
        public void close() {}
    }
}
