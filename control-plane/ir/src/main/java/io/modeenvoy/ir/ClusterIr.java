package io.modeenvoy.ir;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An upstream.
 *
 * @param name identity: {@code modelprovider/ns/name}, {@code service/ns/name/port}, {@code service/ns/name/port/grpc} or
 *     {@code airule/<rule id>/<backend id>}
 * @param location where its hosts are found
 * @param tls null = plain text
 * @param backendLabel the backend id put into the endpoints' metadata {@code ai.backend/backend}; null = none
 * @param connectTimeout null = the default
 * @param protocol what it speaks
 * @param authority the Host its requests carry; null = as the client sent it
 * @param idleTimeout how long a connection may be unused before it is closed; null = the default
 */
public record ClusterIr(
        String name,
        ObjectRef origin,
        Location location,
        @Nullable UpstreamTls tls,
        @Nullable String backendLabel,
        @Nullable Duration connectTimeout,
        @Nullable String authority,
        Protocol protocol,
        @Nullable Duration idleTimeout) {
    /** One whose connections live as long as they do by default. */
    public ClusterIr(
            String name,
            ObjectRef origin,
            Location location,
            @Nullable UpstreamTls tls,
            @Nullable String backendLabel,
            @Nullable Duration connectTimeout,
            @Nullable String authority,
            Protocol protocol) {
        this(name, origin, location, tls, backendLabel, connectTimeout, authority, protocol, null);
    }

    /** One that speaks HTTP as everybody does. */
    public ClusterIr(
            String name,
            ObjectRef origin,
            Location location,
            @Nullable UpstreamTls tls,
            @Nullable String backendLabel,
            @Nullable Duration connectTimeout,
            @Nullable String authority) {
        this(name, origin, location, tls, backendLabel, connectTimeout, authority, Protocol.HTTP);
    }

    /** The same, with connections that may be unused for so long; null = the default. */
    public ClusterIr withIdleTimeout(@Nullable Duration timeout) {
        return new ClusterIr(name, origin, location, tls, backendLabel, connectTimeout, authority, protocol, timeout);
    }

    /** What is spoken to the upstream. */
    public enum Protocol {
        /** HTTP/1.1 in plain text; over TLS what the upstream prefers. */
        HTTP,
        /** HTTP/2, in plain text without asking. */
        HTTP2
    }

    /** Where hosts are found. */
    public sealed interface Location {
        /**
         * Resolved by Envoy; an IP address is taken as it is. A dot at the end of a name keeps it from being tried with a search list.
         *
         * @param rules which of the addresses that the name has may be reached; null = all
         */
        record Dns(String host, Port port, @Nullable AddressRules rules) implements Location {
            /** Whatever addresses the name has. */
            public Dns(String host, Port port) {
                this(host, port, null);
            }
        }

        /** Delivered as the {@link EndpointsIr} of this name. */
        record Endpoints(String endpoints) implements Location {}
    }

    /**
     * TLS towards the upstream.
     *
     * @param trust name of the {@link TlsSecretIr.Trust} that verifies the server; null = the system's roots
     * @param clientCertificate name of the {@link TlsSecretIr.Certificate} shown to the server; null = none
     * @param names of which the server's certificate must have one; none = the name asked for
     */
    public record UpstreamTls(
            Hostname sni, @Nullable String trust, @Nullable String clientCertificate, List<AltName> names) {
        public UpstreamTls {
            names = List.copyOf(names);
        }

        /** The server must have the name asked for. */
        public UpstreamTls(Hostname sni, @Nullable String trust, @Nullable String clientCertificate) {
            this(sni, trust, clientCertificate, List.of());
        }
    }

    /** A name in a certificate. */
    public record AltName(Kind kind, String value) {
        /** What it names. */
        public enum Kind {
            DNS,
            URI
        }
    }
}
