package io.modeenvoy.policy;

/** A tenant as the services see it. A namespace that no Tenant object names is a tenant of its own name. */
public record TenantPolicy(String name, boolean suspended) implements PolicyResource {
    @Override
    public String resourceName() {
        return name;
    }
}
