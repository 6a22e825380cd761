package io.modeenvoy.ir;

import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.ConsumerPolicy;
import io.modeenvoy.policy.KeyPolicy;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.policy.ProviderPolicy;
import io.modeenvoy.policy.RouteAccess;
import io.modeenvoy.policy.SecretValue;
import io.modeenvoy.policy.TenantPolicy;

/** The place of a policy: its collection, then its name there. */
public record PolicyKey(int collection, String name) implements Comparable<PolicyKey> {
    /** That of a policy. */
    public static PolicyKey of(PolicyResource policy) {
        return new PolicyKey(rank(policy), policy.resourceName());
    }

    private static int rank(PolicyResource policy) {
        return switch (policy) {
            case TenantPolicy _ -> 0;
            case ConsumerPolicy _ -> 1;
            case KeyPolicy _ -> 2;
            case RouteAccess _ -> 3;
            case BudgetPolicy _ -> 4;
            case AiEntryPolicy _ -> 5;
            case AiRoutePolicy _ -> 6;
            case ProviderPolicy _ -> 7;
            case SecretValue _ -> 8;
        };
    }

    @Override
    public int compareTo(PolicyKey other) {
        int byCollection = Integer.compare(collection, other.collection);
        return byCollection != 0 ? byCollection : name.compareTo(other.name);
    }
}
