package io.modeenvoy.policy;

/** One named piece of policy, delivered to the services as one xDS resource of its own collection. */
public sealed interface PolicyResource
        permits TenantPolicy,
                ConsumerPolicy,
                KeyPolicy,
                RouteAccess,
                BudgetPolicy,
                AiEntryPolicy,
                AiRoutePolicy,
                ProviderPolicy,
                SecretValue {
    /** Name inside its collection; stable across reorderings of the objects it came from. */
    String resourceName();
}
