package io.modeenvoy.policy;

/** A tenant as the services see it. A namespace that no Tenant object names is a tenant of its own, called by {@link #ofNamespace}. */
public record TenantPolicy(String name, boolean suspended) implements PolicyResource {
    private static final String NAMESPACE = "namespace/";

    /** What the tenant is called that a namespace is by itself: no Tenant object can have a slash in its name, so none can take it over. */
    public static String ofNamespace(String namespace) {
        return NAMESPACE + namespace;
    }

    /** Whether a tenant of this name is a namespace by itself. */
    public static boolean isNamespace(String tenant) {
        return tenant.startsWith(NAMESPACE);
    }

    @Override
    public String resourceName() {
        return name;
    }
}
