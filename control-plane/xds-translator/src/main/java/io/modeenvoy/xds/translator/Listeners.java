package io.modeenvoy.xds.translator;

import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.SocketOption;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.ListenerIr;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.Port;
import io.modeenvoy.ir.PortIr;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Ports to LDS. */
final class Listeners {
    static final String TLS_SOCKET = "envoy.transport_sockets.tls";

    /** A client may wait in silence for minutes, which what stands between takes for dead after as few as 350 s. */
    private static final List<SocketOption> KEEPALIVE = List.of(
            option("SO_KEEPALIVE", 1, 9, 1), option("TCP_KEEPIDLE", 6, 4, 60), option("TCP_KEEPINTVL", 6, 5, 20));

    private final XdsOptions options;
    private final ConnectionManagers managers;

    Listeners(XdsOptions options) {
        this.options = options;
        this.managers = new ConnectionManagers(options);
    }

    /** What a Listener depends on: a port without its routes, so that a changed route leaves it alone. */
    record Shape(String name, @Nullable String address, Port port, List<Chain> chains, Set<ObjectRef> origins) {
        /** One protocol end. */
        record Chain(String name, Hostname sni, ListenerIr.@Nullable Tls tls) {}

        static Shape of(PortIr port) {
            Set<ObjectRef> origins = new TreeSet<>(Set.of(port.origin()));
            port.listeners().forEach(listener -> origins.add(listener.origin()));
            List<Chain> chains = port.listeners().stream()
                    .map(listener -> new Chain(listener.name(), listener.sni(), listener.tls()))
                    .toList();
            return new Shape(port.name(), port.address(), port.port(), chains, origins);
        }
    }

    TranslatedResource translate(Shape shape) {
        Listener.Builder listener = Listener.newBuilder()
                .setName(shape.name())
                .setAddress(address(shape.address() == null ? options.listenAddress() : shape.address(), shape.port()))
                .addAllSocketOptions(KEEPALIVE);
        if (shape.chains().stream().anyMatch(chain -> chain.tls() != null)) {
            listener.addListenerFilters(ListenerFilter.newBuilder()
                    .setName("envoy.filters.listener.tls_inspector")
                    .setTypedConfig(Messages.any(TlsInspector.getDefaultInstance())));
        }
        shape.chains().forEach(chain -> listener.addFilterChains(chain(chain)));
        return TranslatedResource.of(shape.name(), listener.build(), shape.origins());
    }

    /** All of IPv6 is all of IPv4 too. */
    private static Address address(String address, Port port) {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder()
                        .setAddress(address)
                        .setIpv4Compat(address.equals("::"))
                        .setPortValue(port.value()))
                .build();
    }

    /** By its numbers on Linux. */
    private static SocketOption option(String what, int level, int name, int value) {
        return SocketOption.newBuilder()
                .setDescription(what)
                .setLevel(level)
                .setName(name)
                .setIntValue(value)
                .setState(SocketOption.SocketState.STATE_PREBIND)
                .build();
    }

    private FilterChain chain(Shape.Chain chain) {
        FilterChain.Builder builder = FilterChain.newBuilder()
                .setName(chain.name())
                .addFilters(Filter.newBuilder()
                        .setName("envoy.filters.network.http_connection_manager")
                        .setTypedConfig(Messages.any(managers.of(chain.name()))));
        if (chain.tls() != null) {
            if (!chain.sni().equals(Hostname.ANY)) {
                builder.setFilterChainMatch(
                        FilterChainMatch.newBuilder().addServerNames(chain.sni().value()));
            }
            builder.setTransportSocket(terminate(chain.tls()));
        }
        return builder.build();
    }

    private static TransportSocket terminate(ListenerIr.Tls tls) {
        CommonTlsContext.Builder common = CommonTlsContext.newBuilder()
                .setTlsParams(TlsParameters.newBuilder().setTlsMinimumProtocolVersion(TlsProtocol.TLSv1_2))
                .addAlpnProtocols("h2")
                .addAlpnProtocols("http/1.1");
        tls.certificates().forEach(name -> common.addTlsCertificateSdsSecretConfigs(Secrets.reference(name)));
        return TransportSocket.newBuilder()
                .setName(TLS_SOCKET)
                .setTypedConfig(Messages.any(DownstreamTlsContext.newBuilder()
                        .setCommonTlsContext(common)
                        .build()))
                .build();
    }
}
