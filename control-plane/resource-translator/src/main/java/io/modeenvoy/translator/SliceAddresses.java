package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.modeenvoy.ir.IpLiteral;
import java.util.List;

/**
 * Which addresses of an EndpointSlice lead anywhere: literals of the slice's family. Envoy would refuse all hosts of a Service for one that is none; so such a
 * one costs its endpoint, and is told.
 */
final class SliceAddresses {
    private SliceAddresses() {}

    /** Whether calls can go to the endpoint. */
    static boolean isReachable(EndpointSlice slice, Endpoint endpoint) {
        return !endpoint.getAddresses().isEmpty() && isGood(slice, endpoint);
    }

    /** An endpoint is reached by its first address, says Kubernetes. */
    private static boolean isGood(EndpointSlice slice, Endpoint endpoint) {
        String address = endpoint.getAddresses().getFirst();
        return isSix(slice) ? IpLiteral.isSix(address) : IpLiteral.isFour(address);
    }

    static boolean isSix(EndpointSlice slice) {
        return "IPv6".equals(slice.getAddressType());
    }

    static boolean hasNames(EndpointSlice slice) {
        return "FQDN".equals(slice.getAddressType());
    }

    /** Tells what of the slice gets no calls; the first of many stands for all. */
    static void check(Scope scope, EndpointSlice slice) {
        Reporter reporter = new Reporter(scope, Identity.ref(slice));
        if (hasNames(slice)) {
            reporter.warn(
                    "addressType",
                    Reasons.UNSUPPORTED_ADDRESS,
                    "FQDN (expected: IPv4 or IPv6; a ModelProvider's endpoint.url may name hosts)");
            return;
        }
        List<Endpoint> endpoints = slice.getEndpoints();
        List<Endpoint> strays = endpoints.stream()
                .filter(endpoint -> !endpoint.getAddresses().isEmpty() && !isGood(slice, endpoint))
                .toList();
        if (!strays.isEmpty()) {
            Endpoint first = strays.getFirst();
            String others = strays.size() == 1 ? "" : ", as are " + (strays.size() - 1) + " more";
            reporter.warn(
                    "endpoints[" + endpoints.indexOf(first) + "].addresses[0]",
                    Reasons.UNSUPPORTED_ADDRESS,
                    first.getAddresses().getFirst() + " (expected: " + expected(slice) + "; it is left out" + others
                            + ")");
        }
    }

    private static String expected(EndpointSlice slice) {
        return isSix(slice)
                ? "an IPv6 address without a zone, not an IPv4 address in IPv6 form"
                : "an IPv4 address, four numbers without leading zeros";
    }
}
