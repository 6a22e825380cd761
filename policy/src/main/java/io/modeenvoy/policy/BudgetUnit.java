package io.modeenvoy.policy;

/** What a budget counts. Money is counted in nano-units of its currency. */
public enum BudgetUnit {
    REQUESTS,
    INPUT_TOKENS,
    OUTPUT_TOKENS,
    TOTAL_TOKENS,
    MONEY
}
