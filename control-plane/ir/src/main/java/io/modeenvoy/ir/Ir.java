package io.modeenvoy.ir;

import io.modeenvoy.policy.PolicyResource;
import java.util.List;

/**
 * One translated view: what every gateway's fleet and the services shall do. Every list is sorted by name.
 *
 * @param gateways one node group each
 * @param policies what the services enforce, sorted by collection and resource name
 */
public record Ir(
        List<GatewayIr> gateways,
        List<ClusterIr> clusters,
        List<EndpointsIr> endpoints,
        List<TlsSecretIr> secrets,
        List<PolicyNode> policies) {
    public Ir {
        gateways = List.copyOf(gateways);
        clusters = List.copyOf(clusters);
        endpoints = List.copyOf(endpoints);
        secrets = List.copyOf(secrets);
        policies = List.copyOf(policies);
    }

    /** A policy and the object it came from. */
    public record PolicyNode(ObjectRef origin, PolicyResource policy) {}
}
