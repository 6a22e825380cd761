package io.modeenvoy.policy;

/**
 * One limit of one Budget object.
 *
 * @param id identity of the counter, from the object, unit and window, never from a list position: {@code payments/monthly/total-tokens/month}
 * @param amount the limit, 64-bit; for money in nano-units
 * @param currency ISO 4217 code for money, empty otherwise
 */
public record BudgetPolicy(
        String id,
        NamespacedName budget,
        BudgetTarget target,
        BudgetUnit unit,
        long amount,
        String currency,
        BudgetWindow window,
        BudgetMode mode)
        implements PolicyResource {
    public BudgetPolicy {
        Checks.check(amount >= 0, "amount: " + amount + " (expected: >= 0)");
    }

    @Override
    public String resourceName() {
        return id;
    }
}
