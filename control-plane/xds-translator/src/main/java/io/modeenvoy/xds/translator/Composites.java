package io.modeenvoy.xds.translator;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.modeenvoy.ir.AddressRules;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.RouteIr.AiRule;
import io.modeenvoy.ir.RouteIr.AiTarget;
import io.modeenvoy.xds.translator.proto.ClusterConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The clusters an AI rule with several backends names: attempt n goes to the n-th member, and each attempt is rewritten by ext-proc. Envoy runs the upstream
 * filters of the cluster the route names, not those of its members.
 */
final class Composites {
    private final XdsOptions options;

    Composites(XdsOptions options) {
        this.options = options;
    }

    /**
     * @param members one cluster an attempt
     * @param waiting whether these lead to where attempts wait for their first token
     */
    record Composite(String name, ObjectRef origin, List<String> members, boolean waiting) {
        static Composite of(AiRule rule, AiTarget target) {
            return new Composite(nameOf(rule, target), rule.origin(), members(target, Retries.attempts(rule)), false);
        }

        /** The same with the wait for the first token. */
        Composite withWait() {
            List<String> through = members.stream().map(FirstTokens::before).toList();
            return new Composite(FirstTokens.before(name), origin, through, true);
        }

        /** Attempts beyond the last member go to it again. */
        private static List<String> members(AiTarget target, int retries) {
            List<String> members = new ArrayList<>();
            for (int attempt = 0; attempt <= retries; attempt++) {
                members.add(target.clusters()
                        .get(Math.min(attempt, target.clusters().size() - 1)));
            }
            return List.copyOf(members);
        }
    }

    static String nameOf(AiRule rule, AiTarget target) {
        return "aitarget/" + rule.selector() + "/" + target.name();
    }

    /**
     * Makes the cluster.
     *
     * @param rules by which hosts of some members are judged; null = none is
     */
    TranslatedResource translate(Composite composite, @Nullable AddressRules rules) {
        HttpProtocolOptions.Builder protocol = HttpProtocolOptions.newBuilder().setExplicitHttpConfig(Clusters.http1());
        if (rules != null) {
            protocol.addHttpFilters(AddressFilters.ofMembers(rules));
        }
        protocol.addAllHttpFilters(HttpFilters.ofAttempts(composite.waiting()));
        Cluster cluster = Cluster.newBuilder()
                .setName(composite.name())
                .setAltStatName(Messages.statName(composite.name()))
                .setConnectTimeout(Messages.duration(options.limits().connect()))
                .setLbPolicy(Cluster.LbPolicy.CLUSTER_PROVIDED)
                .setClusterType(Cluster.CustomClusterType.newBuilder()
                        .setName("envoy.clusters.composite")
                        .setTypedConfig(Messages.any(members(composite))))
                .setCircuitBreakers(Clusters.breakers())
                .putTypedExtensionProtocolOptions(Clusters.HTTP_OPTIONS, Messages.any(protocol.build()))
                .build();
        return TranslatedResource.of(composite.name(), cluster, Set.of(composite.origin()));
    }

    private static ClusterConfig members(Composite composite) {
        ClusterConfig.Builder config = ClusterConfig.newBuilder();
        composite.members().forEach(member -> config.addClustersBuilder().setName(member));
        return config.build();
    }
}
