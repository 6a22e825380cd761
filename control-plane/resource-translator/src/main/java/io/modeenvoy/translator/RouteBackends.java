package io.modeenvoy.translator;

import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.ClusterIr.Protocol;
import io.modeenvoy.ir.ClusterIr.UpstreamTls;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.policy.NamespacedName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Service's port as a route of the Gateway API sends to it: as its appProtocol and the BackendTLSPolicy on it say. */
record RouteBackends(NamespacedName service, int port, boolean grpc) implements Query<RouteBackends.Backend> {
    /** Where a reference leads. */
    sealed interface Backend {
        /** To hosts. */
        record Resolved(ClusterIr cluster, EndpointsIr endpoints, List<TlsSecretIr> secrets, boolean webSockets)
                implements Backend {}

        /** Nowhere; {@code field} of the reference is to blame. */
        record Unresolved(String field, String reason, String message) implements Backend {}

        /** Nowhere, for a mistake in another object, which has it said. */
        record Closed(String message) implements Backend {}
    }

    /** What a Service says it speaks. */
    private enum Spoken {
        HTTP,
        HTTP2,
        WEB_SOCKETS,
        HTTPS,
        WEB_SOCKETS_OVER_TLS;

        /** A word we do not know says nothing. */
        static Spoken of(@Nullable String appProtocol) {
            return switch (appProtocol == null ? "" : appProtocol.toLowerCase(Locale.ROOT)) {
                case "kubernetes.io/h2c", "grpc" -> HTTP2;
                case "kubernetes.io/ws" -> WEB_SOCKETS;
                case "kubernetes.io/wss" -> WEB_SOCKETS_OVER_TLS;
                case "https" -> HTTPS;
                default -> HTTP;
            };
        }

        boolean isTls() {
            return this == HTTPS || this == WEB_SOCKETS_OVER_TLS;
        }

        boolean isWebSockets() {
            return this == WEB_SOCKETS || this == WEB_SOCKETS_OVER_TLS;
        }
    }

    @Override
    public Backend answer(Scope scope) {
        return switch (scope.ask(new Services(service, port))) {
            case Services.Backend.Unresolved(var field, var reason, var message) ->
                new Backend.Unresolved(field, reason, message);
            case Services.Backend.Resolved resolved -> resolved(scope, resolved);
        };
    }

    private Backend resolved(Scope scope, Services.Backend.Resolved found) {
        Spoken spoken = Spoken.of(found.appProtocol());
        if (grpc && spoken.isWebSockets()) {
            return unsupported(found, "a port that speaks HTTP/2; a GRPCRoute needs it");
        }
        Optional<BackendTls.Found> policy = scope.ask(new BackendTlsPolicies.On(service, found.portName()));
        if (policy.isEmpty()) {
            return spoken.isTls()
                    ? unsupported(found, "a BackendTLSPolicy on Service " + service + ", as its port speaks TLS")
                    : cluster(found, spoken, null, List.of());
        }
        return switch (policy.get()) {
            case BackendTls.Found.Usable(var tls, var secrets) -> cluster(found, spoken, tls, secrets);
            case BackendTls.Found.Unusable() ->
                new Backend.Closed(
                        service + " (expected: a usable BackendTLSPolicy on it; see the policy's own conditions;"
                                + " calls are answered with 500 until then)");
        };
    }

    private Backend unsupported(Services.Backend.Resolved found, String expected) {
        return new Backend.Unresolved(
                "port",
                Reasons.UNSUPPORTED_PROTOCOL,
                port + " with appProtocol " + found.appProtocol() + " (expected: " + expected + ")");
    }

    private Backend cluster(
            Services.Backend.Resolved found, Spoken spoken, @Nullable UpstreamTls tls, List<TlsSecretIr> secrets) {
        ClusterIr plain = found.cluster();
        ClusterIr cluster = new ClusterIr(
                grpc ? plain.name() + "/grpc" : plain.name(),
                plain.origin(),
                plain.location(),
                tls,
                null,
                null,
                null,
                grpc || spoken == Spoken.HTTP2 ? Protocol.HTTP2 : Protocol.HTTP);
        return new Backend.Resolved(cluster, found.endpoints(), secrets, spoken.isWebSockets());
    }
}
