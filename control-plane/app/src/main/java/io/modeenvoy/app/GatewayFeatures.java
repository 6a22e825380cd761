package io.modeenvoy.app;

import java.util.List;
import java.util.stream.Stream;

/** What we serve of the Gateway API beyond its kinds' core, by the names that its conformance tests go by. */
final class GatewayFeatures {
    /** Sorted, as a GatewayClass must list them. */
    static final List<String> SUPPORTED = List.of(
            "BackendTLSPolicy",
            "BackendTLSPolicySANValidation",
            "GRPCRoute",
            "GRPCRouteNamedRouteRule",
            "Gateway",
            "GatewayHTTPListenerIsolation",
            "GatewayPort8080",
            "HTTPRoute",
            "HTTPRoute303RedirectStatusCode",
            "HTTPRoute307RedirectStatusCode",
            "HTTPRoute308RedirectStatusCode",
            "HTTPRouteBackendProtocolH2C",
            "HTTPRouteBackendProtocolWebSocket",
            "HTTPRouteBackendRequestHeaderModification",
            "HTTPRouteBackendTimeout",
            "HTTPRouteCORS",
            "HTTPRouteDestinationPortMatching",
            "HTTPRouteHostRewrite",
            "HTTPRouteMethodMatching",
            "HTTPRouteNamedRouteRule",
            "HTTPRouteParentRefPort",
            "HTTPRoutePathRedirect",
            "HTTPRoutePathRewrite",
            "HTTPRoutePortRedirect",
            "HTTPRouteQueryParamMatching",
            "HTTPRouteRequestMirror",
            "HTTPRouteRequestMultipleMirrors",
            "HTTPRouteRequestPercentageMirror",
            "HTTPRouteRequestTimeout",
            "HTTPRouteResponseHeaderModification",
            "HTTPRouteSchemeRedirect",
            "ListenerSet",
            "ReferenceGrant");

    /** What only Gateways with Envoys of their own can do. */
    private static final List<String> OF_MADE_PROXIES =
            List.of("GatewayAddressEmpty", "GatewayInfrastructurePropagation", "GatewayStaticAddresses");

    private GatewayFeatures() {}

    /** @param proxies whether Gateways get Envoys of their own */
    static List<String> supported(boolean proxies) {
        return proxies
                ? Stream.concat(SUPPORTED.stream(), OF_MADE_PROXIES.stream())
                        .sorted()
                        .toList()
                : SUPPORTED;
    }
}
