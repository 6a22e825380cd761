package io.modeenvoy.policy;

/**
 * Whose use a budget counts. For {@link Kind#TENANT} the namespace is empty.
 */
public record BudgetTarget(Kind kind, NamespacedName name) {
    /** The kinds of objects a budget can be set on. */
    public enum Kind {
        TENANT,
        CONSUMER,
        API_KEY,
        AI_ROUTE,
        HTTP_ROUTE
    }
}
