package io.modeenvoy.policy;

/** How hard a budget is. */
public enum BudgetMode {
    /** Never exceeded: an upper bound of the use is held before the call; unknown use is never refunded. */
    STRICT,
    /** May be exceeded by what calls under way use beyond their estimate. */
    ELASTIC,
    /** Counts and reports, never denies. */
    SHADOW
}
