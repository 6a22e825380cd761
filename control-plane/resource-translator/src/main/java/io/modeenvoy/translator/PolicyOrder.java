package io.modeenvoy.translator;

import io.modeenvoy.ir.Ir.PolicyNode;
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
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The order of policies: by collection, then by name. */
final class PolicyOrder {
    private static final Comparator<PolicyResource> ORDER =
            Comparator.comparingInt(PolicyOrder::rank).thenComparing(PolicyResource::resourceName);

    private PolicyOrder() {}

    /** Sorted, the first of each name. */
    static List<PolicyNode> sorted(Collection<PolicyNode> nodes) {
        TreeMap<PolicyResource, PolicyNode> sorted = new TreeMap<>(ORDER);
        nodes.forEach(node -> sorted.putIfAbsent(node.policy(), node));
        return List.copyOf(sorted.values());
    }

    private static int rank(PolicyResource policy) {
        return switch (policy) {
            case TenantPolicy tenant -> 0;
            case ConsumerPolicy consumer -> 1;
            case KeyPolicy key -> 2;
            case RouteAccess access -> 3;
            case BudgetPolicy budget -> 4;
            case AiEntryPolicy entry -> 5;
            case AiRoutePolicy route -> 6;
            case ProviderPolicy provider -> 7;
            case SecretValue secret -> 8;
        };
    }
}
