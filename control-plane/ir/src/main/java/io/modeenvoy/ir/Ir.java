package io.modeenvoy.ir;

import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.policy.PolicyResource;
import java.util.List;
import java.util.function.Function;

/**
 * One translated view: what every gateway's fleet and the services shall do. What changed from one to the next is quickly found where one was made from the other.
 *
 * @param gateways one node group each, sorted by name
 * @param policies what the services enforce
 */
public record Ir(
        List<GatewayIr> gateways,
        PersistentMap<String, ClusterIr> clusters,
        PersistentMap<String, EndpointsIr> endpoints,
        PersistentMap<String, TlsSecretIr> secrets,
        PersistentMap<PolicyKey, PolicyNode> policies) {
    /** Nothing. */
    public static final Ir EMPTY = of(List.of(), List.of(), List.of(), List.of(), List.of());

    public Ir {
        gateways = List.copyOf(gateways);
    }

    /** From plain lists in any order. */
    public static Ir of(
            List<GatewayIr> gateways,
            List<ClusterIr> clusters,
            List<EndpointsIr> endpoints,
            List<TlsSecretIr> secrets,
            List<PolicyNode> policies) {
        return new Ir(
                gateways,
                byKey(clusters, ClusterIr::name),
                byKey(endpoints, EndpointsIr::name),
                byKey(secrets, TlsSecretIr::name),
                byKey(policies, PolicyNode::key));
    }

    static <K extends Comparable<? super K>, V> PersistentMap<K, V> byKey(List<V> values, Function<V, K> key) {
        PersistentMap<K, V> map = PersistentMap.empty();
        for (V value : values) {
            map = map.plus(key.apply(value), value);
        }
        return map;
    }

    /** With one more policy. */
    public Ir with(PolicyNode policy) {
        return new Ir(gateways, clusters, endpoints, secrets, policies.with(policy.key(), policy));
    }

    /** A policy and the object it came from. */
    public record PolicyNode(ObjectRef origin, PolicyResource policy) {
        /** Its place. */
        public PolicyKey key() {
            return PolicyKey.of(policy);
        }
    }
}
