package io.modeenvoy.policy;

/**
 * Whose use a budget counts. For {@link Kind#TENANT} see {@link #ofTenant}.
 */
public record BudgetTarget(Kind kind, NamespacedName name) implements Comparable<BudgetTarget> {
    /** The kinds of objects a budget can be set on. */
    public enum Kind {
        TENANT,
        CONSUMER,
        API_KEY,
        AI_ROUTE,
        HTTP_ROUTE,
        GRPC_ROUTE
    }

    /** The target of a tenant: its name as text, read back as every name is. */
    public static BudgetTarget ofTenant(String tenant) {
        return new BudgetTarget(Kind.TENANT, NamespacedName.parse(tenant));
    }

    /** By kind, then by name. */
    @Override
    public int compareTo(BudgetTarget other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : name.compareTo(other.name);
    }
}
