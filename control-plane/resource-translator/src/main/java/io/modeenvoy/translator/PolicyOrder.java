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
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The order of policies: by collection, then by name. */
final class PolicyOrder {
    private PolicyOrder() {}

    /** A policy with its place: names are made once, not for each comparison. */
    record Named(int rank, String name, PolicyNode node) implements Comparable<Named> {
        private static final Comparator<Named> ORDER =
                Comparator.comparingInt(Named::rank).thenComparing(Named::name);

        @Override
        public int compareTo(Named other) {
            return ORDER.compare(this, other);
        }
    }

    static Named named(PolicyNode node) {
        return new Named(rank(node.policy()), node.policy().resourceName(), node);
    }

    /** Sorted, the first of each name. Collections one by one, since they come namespace by namespace: what is nearly sorted is cheap to sort. */
    static List<PolicyNode> sorted(List<Named> nodes) {
        TreeMap<Integer, List<Named>> byCollection = new TreeMap<>();
        nodes.forEach(each -> byCollection
                .computeIfAbsent(each.rank(), rank -> new ArrayList<>())
                .add(each));
        List<PolicyNode> sorted = new ArrayList<>(nodes.size());
        for (List<Named> collection : byCollection.values()) {
            Collections.sort(collection);
            String last = "";
            for (Named each : collection) {
                if (!each.name().equals(last)) {
                    sorted.add(each.node());
                }
                last = each.name();
            }
        }
        return List.copyOf(sorted);
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
