package io.modeenvoy.ratelimit;

import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.modeenvoy.ledger.Hold;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.Names;
import io.modeenvoy.policy.RouteRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Envoy's question, understood.
 *
 * @param routes those the descriptors name
 * @param budgets those that count each descriptor, in the order of the descriptors
 * @param holds what is counted in each budget; one that several descriptors name counts the request once, with their most hits
 */
record LimitRequest(Set<RouteRef> routes, List<List<BudgetPolicy>> budgets, List<Hold> holds) {
    static LimitRequest parse(RateLimitRequest request, BudgetSnapshot snapshot) {
        if (!request.getDomain().equals(Names.RATELIMIT_DOMAIN)) {
            throw new IllegalArgumentException(
                    "domain: " + request.getDomain() + " (expected: " + Names.RATELIMIT_DOMAIN + ")");
        } else if (request.getDescriptorsCount() == 0) {
            throw new IllegalArgumentException("descriptors: none (expected: at least one)");
        }
        long hits = request.getHitsAddend() == 0 ? 1 : Integer.toUnsignedLong(request.getHitsAddend());
        Set<RouteRef> routes = new TreeSet<>();
        List<List<BudgetPolicy>> budgets = new ArrayList<>();
        Map<BudgetPolicy, Long> counted = new LinkedHashMap<>();
        for (RateLimitDescriptor descriptor : request.getDescriptorsList()) {
            LimitQuery query = LimitQuery.parse(descriptor, hits);
            List<BudgetPolicy> found = snapshot.ofRequests(query.caller(), query.route());
            routes.add(query.route());
            budgets.add(found);
            found.forEach(budget -> counted.merge(budget, query.hits(), Math::max));
        }
        return new LimitRequest(routes, budgets, holds(counted));
    }

    private static List<Hold> holds(Map<BudgetPolicy, Long> counted) {
        List<Hold> holds = new ArrayList<>(counted.size());
        counted.forEach((budget, hits) -> holds.add(new Hold(budget, hits)));
        return holds;
    }
}
