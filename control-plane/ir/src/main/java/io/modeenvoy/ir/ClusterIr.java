package io.modeenvoy.ir;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An upstream.
 *
 * @param name identity: {@code modelprovider/ns/name}, {@code service/ns/name/port} or {@code airule/<rule id>/<backend id>}
 * @param location where its hosts are found
 * @param tls null = plain text
 * @param backendLabel the backend id put into the endpoints' metadata {@code ai.backend/backend}; null = none
 * @param connectTimeout null = the default
 * @param authority the Host its requests carry; null = as the client sent it
 */
public record ClusterIr(
        String name,
        ObjectRef origin,
        Location location,
        @Nullable UpstreamTls tls,
        @Nullable String backendLabel,
        @Nullable Duration connectTimeout,
        @Nullable String authority) {

    /** Where hosts are found. */
    public sealed interface Location {
        /** Resolved by Envoy; an IP address is taken as it is. */
        record Dns(String host, Port port) implements Location {}

        /** Delivered as the {@link EndpointsIr} of this name. */
        record Endpoints(String endpoints) implements Location {}
    }

    /**
     * TLS towards the upstream.
     *
     * @param trust name of the {@link TlsSecretIr.Trust} that verifies the server; null = the system's roots
     * @param clientCertificate name of the {@link TlsSecretIr.Certificate} shown to the server; null = none
     */
    public record UpstreamTls(
            Hostname sni, @Nullable String trust, @Nullable String clientCertificate) {}
}
