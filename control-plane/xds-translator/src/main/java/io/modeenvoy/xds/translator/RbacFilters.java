package io.modeenvoy.xds.translator;

import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.RBAC.Action;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;

/** Filters that refuse requests of one kind with 403. */
final class RbacFilters {
    private RbacFilters() {}

    /** A filter that refuses what {@code refused} says; Envoy tells {@code policy} in the details of its answer. */
    static HttpFilter refusing(String filter, String policy, Policy.Builder refused) {
        var rules = io.envoyproxy.envoy.config.rbac.v3.RBAC.newBuilder();
        rules.setAction(Action.DENY).putPolicies(policy, refused.build());
        return HttpFilter.newBuilder()
                .setName(filter)
                .setTypedConfig(Messages.any(RBAC.newBuilder().setRules(rules).build()))
                .build();
    }
}
