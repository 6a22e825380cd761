package io.modeenvoy.ledger;

/** Room asked for in one account. */
record Ask(Account account, long amount) {}
