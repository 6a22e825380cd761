package io.modeenvoy.xds.translator;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers.Thresholds;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.UpstreamConnectionOptions;
import io.envoyproxy.envoy.config.cluster.v3.UpstreamConnectionOptions.FirstAddressFamilyVersion;
import io.envoyproxy.envoy.config.cluster.v3.UpstreamConnectionOptions.HappyEyeballsConfig;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.TcpKeepalive;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.AutoHttpConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.modeenvoy.ir.AddressRules;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.IpLiteral;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Upstreams to CDS. */
final class Clusters {
    static final String HTTP_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

    /**
     * Calls may be silent for minutes, which what stands between (a NAT, a load balancer) takes for dead after as few as 350 s. Of a name's addresses those of IPv4 go first.
     */
    private static final UpstreamConnectionOptions CONNECTION = UpstreamConnectionOptions.newBuilder()
            .setTcpKeepalive(TcpKeepalive.newBuilder()
                    .setKeepaliveTime(Messages.uint32(60))
                    .setKeepaliveInterval(Messages.uint32(20))
                    .setKeepaliveProbes(Messages.uint32(3)))
            .setHappyEyeballsConfig(HappyEyeballsConfig.newBuilder()
                    .setFirstAddressFamilyVersion(FirstAddressFamilyVersion.V4)
                    .setFirstAddressFamilyCount(Messages.uint32(1)))
            .build();

    /** Servers close connections that were idle for a while, many after 5 s; what is sent just then is lost. Over plain text a new one costs next to nothing. */
    private static final Duration PLAIN_IDLE = Duration.ofSeconds(4);

    /** Behind TLS stand mostly load balancers, which wait for a minute or longer. */
    private static final Duration SECURE_IDLE = Duration.ofSeconds(50);

    /** Calls to a model are few and long: Envoy's 1,024 at a time would deny, not protect. */
    private static final int UNLIMITED = 1_000_000;

    private final XdsOptions options;
    private final UpstreamTlsContexts tls;

    Clusters(XdsOptions options) {
        this.options = options;
        this.tls = new UpstreamTlsContexts(options);
    }

    TranslatedResource translate(ClusterIr cluster) {
        Cluster.Builder builder = Cluster.newBuilder()
                .setName(cluster.name())
                .setAltStatName(Messages.statName(cluster.name()))
                .setConnectTimeout(Messages.duration(connectTimeout(cluster)))
                .setLbPolicy(Cluster.LbPolicy.LEAST_REQUEST)
                .setCircuitBreakers(breakers())
                .setUpstreamConnectionOptions(CONNECTION)
                .putTypedExtensionProtocolOptions(HTTP_OPTIONS, protocol(cluster));
        locate(builder, cluster);
        if (cluster.tls() != null) {
            builder.setTransportSocket(tls.of(cluster.tls(), cluster.protocol()));
        }
        return TranslatedResource.of(cluster.name(), builder.build(), Set.of(cluster.origin()));
    }

    private Duration connectTimeout(ClusterIr cluster) {
        return Objects.requireNonNullElse(
                cluster.connectTimeout(), options.limits().connect());
    }

    static CircuitBreakers breakers() {
        return CircuitBreakers.newBuilder()
                .addThresholds(Thresholds.newBuilder()
                        .setMaxConnections(Messages.uint32(UNLIMITED))
                        .setMaxPendingRequests(Messages.uint32(UNLIMITED))
                        .setMaxRequests(Messages.uint32(UNLIMITED))
                        .setMaxRetries(Messages.uint32(UNLIMITED)))
                .build();
    }

    private static void locate(Cluster.Builder builder, ClusterIr cluster) {
        switch (cluster.location()) {
            case ClusterIr.Location.Endpoints endpoints ->
                builder.setType(Cluster.DiscoveryType.EDS)
                        .setCommonLbConfig(Cluster.CommonLbConfig.newBuilder()
                                .setLocalityWeightedLbConfig(
                                        Cluster.CommonLbConfig.LocalityWeightedLbConfig.getDefaultInstance()))
                        .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder()
                                .setEdsConfig(Messages.ADS)
                                .setServiceName(Endpoints.nameFor(cluster, endpoints)));
            case ClusterIr.Location.Dns dns ->
                builder.setType(discovery(dns))
                        .setDnsLookupFamily(family(dns))
                        .setLoadAssignment(Endpoints.of(cluster, dns));
        }
    }

    /**
     * Of a LOGICAL_DNS host Envoy tries one address after the other, and its filters see only the first. Where addresses are judged, each must be a host of its own.
     */
    private static Cluster.DiscoveryType discovery(ClusterIr.Location.Dns dns) {
        if (isAddress(dns.host())) {
            return Cluster.DiscoveryType.STATIC;
        }
        return dns.rules() == null ? Cluster.DiscoveryType.LOGICAL_DNS : Cluster.DiscoveryType.STRICT_DNS;
    }

    /** The one host of LOGICAL_DNS has both kinds of addresses, the second for when the first does not answer; each address of STRICT_DNS would be a host, reachable or not. */
    private static Cluster.DnsLookupFamily family(ClusterIr.Location.Dns dns) {
        return discovery(dns) == Cluster.DiscoveryType.LOGICAL_DNS
                ? Cluster.DnsLookupFamily.ALL
                : Cluster.DnsLookupFamily.V4_PREFERRED;
    }

    /** By what the addresses of a cluster's hosts are judged; empty = by nothing. */
    static Optional<AddressRules> rules(ClusterIr cluster) {
        return cluster.location() instanceof ClusterIr.Location.Dns dns && !isAddress(dns.host())
                ? Optional.ofNullable(dns.rules())
                : Optional.empty();
    }

    /** A literal address; no name is looked up. */
    private static boolean isAddress(String host) {
        return IpLiteral.parse(host).isPresent();
    }

    private static Any protocol(ClusterIr cluster) {
        HttpProtocolOptions.Builder options = HttpProtocolOptions.newBuilder();
        if (cluster.protocol() == ClusterIr.Protocol.HTTP) {
            options.setCommonHttpProtocolOptions(io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions.newBuilder()
                    .setIdleTimeout(Messages.duration(idle(cluster))));
        }
        if (cluster.protocol() == ClusterIr.Protocol.HTTP2) {
            options.setExplicitHttpConfig(
                    ExplicitHttpConfig.newBuilder().setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()));
        } else if (cluster.tls() == null) {
            options.setExplicitHttpConfig(http1());
        } else {
            options.setAutoConfig(AutoHttpConfig.newBuilder()
                    .setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance())
                    .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()));
        }
        List<HttpFilter> filters = filters(cluster);
        if (!filters.isEmpty()) {
            options.addAllHttpFilters(filters).addHttpFilters(HttpFilters.codec());
        }
        return Messages.any(options.build());
    }

    /** A cluster with a Host of its own is a provider's: somebody else's server. */
    private static List<HttpFilter> filters(ClusterIr cluster) {
        List<HttpFilter> filters = new ArrayList<>();
        rules(cluster).map(AddressFilters::ofHosts).ifPresent(filters::add);
        if (cluster.authority() != null) {
            filters.add(HttpFilters.withoutOrigin());
        }
        return filters;
    }

    private static Duration idle(ClusterIr cluster) {
        Duration usual = cluster.tls() == null ? PLAIN_IDLE : SECURE_IDLE;
        return Objects.requireNonNullElse(cluster.idleTimeout(), usual);
    }

    static ExplicitHttpConfig http1() {
        return ExplicitHttpConfig.newBuilder()
                .setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance())
                .build();
    }
}
