package io.modeenvoy.cli;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.modeenvoy.app.grants.GrantedIdentities;
import io.modeenvoy.policy.Names;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.service.AskingProxy;
import io.modeenvoy.xds.server.Peer;
import java.net.InetSocketAddress;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the services which Gateways a proxy may speak for: those whose groups its certificate may claim, by the rule that decides what the control plane
 * gives it.
 */
final class CertifiedProxies implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(CertifiedProxies.class);

    private final GrantedIdentities identities;
    private final Counter refused;

    CertifiedProxies(GrantedIdentities identities, MeterRegistry metrics) {
        this.identities = identities;
        this.refused = Counter.builder("modeenvoy.proxies.refused")
                .description("Questions of proxies about what their certificates may not claim")
                .register(metrics);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        AskingProxy proxy = switch (Peer.of(call.getAttributes())) {
            case Peer.Unnamed() -> new AskingProxy.Neighbour();
            case Peer.Certified peer -> new Certified(peer, address(call));
        };
        return Contexts.interceptCall(Context.current().withValue(AskingProxy.KEY, proxy), call, headers, next);
    }

    /** Empty where the transport does not say: no address is in any range. */
    private static String address(ServerCall<?, ?> call) {
        return call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress socket
                ? socket.getAddress().getHostAddress()
                : "";
    }

    /** A proxy by its certificate. */
    private final class Certified implements AskingProxy {
        private final Peer.Certified peer;
        private final String address;

        private Certified(Peer.Certified peer, String address) {
            this.peer = peer;
            this.address = address;
        }

        @Override
        public Object identity() {
            return peer;
        }

        @Override
        public Standing standing(List<NamespacedName> gateways) {
            for (NamespacedName gateway : gateways) {
                if (identities.mayClaim(peer, Names.GATEWAY_GROUP + gateway)
                        || identities.mayClaim(peer, Names.ALL_GROUP)) {
                    return new Standing.OfGateway();
                } else if (identities.mayClaim(peer, Names.EGRESS_GROUP + gateway)) {
                    return new Standing.OfWorkload(address);
                }
            }
            refused.increment();
            LOG.warn("proxy.refused identity=\"{}\" address={} gateways={}", peer, address, gateways);
            return new Standing.Foreign(
                    peer + ": asks about another Gateway's entry or route (expected: " + identities.claims(peer) + ")");
        }
    }
}
