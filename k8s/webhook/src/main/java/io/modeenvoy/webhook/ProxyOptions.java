package io.modeenvoy.webhook;

import io.modeenvoy.bootstrap.Address;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What every injected Envoy has in common.
 *
 * @param image of Envoy
 * @param controlPlane where pods reach the ADS server
 * @param services where pods reach ext-authz, ext-ratelimit and ext-proc
 * @param probesPort of the pod, where the kubelet asks whether the proxy is ready, and where its metrics are
 * @param requests of resources, by name
 * @param limits of resources, by name
 * @param tls to both; null = somebody else secures the network
 */
public record ProxyOptions(
        String image,
        Address controlPlane,
        Address services,
        int probesPort,
        SortedMap<String, String> requests,
        SortedMap<String, String> limits,
        @Nullable ClientTls tls) {
    public static final String DEFAULT_IMAGE = "envoyproxy/envoy:distroless-v1.40.0";
    public static final int DEFAULT_PROBES_PORT = 19001;

    public ProxyOptions {
        requests = Collections.unmodifiableSortedMap(new TreeMap<>(requests));
        limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
    }

    /** The usual image and resources, plain text. */
    public static ProxyOptions of(Address controlPlane, Address services) {
        return new ProxyOptions(
                DEFAULT_IMAGE,
                controlPlane,
                services,
                DEFAULT_PROBES_PORT,
                new TreeMap<>(Map.of("cpu", "50m", "memory", "64Mi")),
                new TreeMap<>(Map.of("memory", "256Mi")),
                null);
    }

    public ProxyOptions withImage(String newImage) {
        return new ProxyOptions(newImage, controlPlane, services, probesPort, requests, limits, tls);
    }

    public ProxyOptions withProbesPort(int probes) {
        return new ProxyOptions(image, controlPlane, services, probes, requests, limits, tls);
    }

    /** Where a map is empty, what was there stays. */
    public ProxyOptions withResources(Map<String, String> newRequests, Map<String, String> newLimits) {
        return new ProxyOptions(
                image,
                controlPlane,
                services,
                probesPort,
                newRequests.isEmpty() ? requests : new TreeMap<>(newRequests),
                newLimits.isEmpty() ? limits : new TreeMap<>(newLimits),
                tls);
    }

    public ProxyOptions withTls(@Nullable ClientTls newTls) {
        return new ProxyOptions(image, controlPlane, services, probesPort, requests, limits, newTls);
    }

    /**
     * Mutual TLS with a certificate of the pod's namespace.
     *
     * @param secret name of a Secret in the pod's namespace with {@code tls.crt}, {@code tls.key} and {@code ca.crt}
     * @param serverName in the control plane's certificate
     */
    public record ClientTls(String secret, String serverName) {}
}
