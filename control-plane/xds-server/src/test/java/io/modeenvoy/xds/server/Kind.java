package io.modeenvoy.xds.server;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.ScopedRouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.GenericSecret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.service.cluster.v3.ClusterDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.endpoint.v3.EndpointDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.extension.v3.ExtensionConfigDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.listener.v3.ListenerDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.route.v3.RouteDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.route.v3.ScopedRoutesDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.route.v3.VirtualHostDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.runtime.v3.Runtime;
import io.envoyproxy.envoy.service.runtime.v3.RuntimeDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.secret.v3.SecretDiscoveryServiceGrpc;
import io.grpc.MethodDescriptor;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every type we serve, with its own service where Envoy has one. */
@SuppressWarnings("ImmutableEnumChecker") // method descriptors are immutable, they just do not say so
enum Kind {
    LDS(
            XdsTypes.LISTENER,
            ListenerDiscoveryServiceGrpc.getDeltaListenersMethod(),
            ListenerDiscoveryServiceGrpc.getStreamListenersMethod()),
    RDS(
            XdsTypes.ROUTE,
            RouteDiscoveryServiceGrpc.getDeltaRoutesMethod(),
            RouteDiscoveryServiceGrpc.getStreamRoutesMethod()),
    SRDS(
            XdsTypes.SCOPED_ROUTE,
            ScopedRoutesDiscoveryServiceGrpc.getDeltaScopedRoutesMethod(),
            ScopedRoutesDiscoveryServiceGrpc.getStreamScopedRoutesMethod()),
    CDS(
            XdsTypes.CLUSTER,
            ClusterDiscoveryServiceGrpc.getDeltaClustersMethod(),
            ClusterDiscoveryServiceGrpc.getStreamClustersMethod()),
    EDS(
            XdsTypes.ENDPOINT,
            EndpointDiscoveryServiceGrpc.getDeltaEndpointsMethod(),
            EndpointDiscoveryServiceGrpc.getStreamEndpointsMethod()),
    SDS(
            XdsTypes.SECRET,
            SecretDiscoveryServiceGrpc.getDeltaSecretsMethod(),
            SecretDiscoveryServiceGrpc.getStreamSecretsMethod()),
    ECDS(
            XdsTypes.EXTENSION,
            ExtensionConfigDiscoveryServiceGrpc.getDeltaExtensionConfigsMethod(),
            ExtensionConfigDiscoveryServiceGrpc.getStreamExtensionConfigsMethod()),
    /** Exists as delta only. */
    VHDS(XdsTypes.VIRTUAL_HOST, VirtualHostDiscoveryServiceGrpc.getDeltaVirtualHostsMethod(), null),
    RTDS(
            XdsTypes.RUNTIME,
            RuntimeDiscoveryServiceGrpc.getDeltaRuntimeMethod(),
            RuntimeDiscoveryServiceGrpc.getStreamRuntimeMethod()),
    /** A collection of our own, which only the aggregated service serves. */
    POLICY("type.googleapis.com/example.policy.v1.Limit", null, null);

    private final String typeUrl;
    private final @Nullable MethodDescriptor<DeltaDiscoveryRequest, DeltaDiscoveryResponse> delta;
    private final @Nullable MethodDescriptor<DiscoveryRequest, DiscoveryResponse> sotw;

    Kind(
            String typeUrl,
            @Nullable MethodDescriptor<DeltaDiscoveryRequest, DeltaDiscoveryResponse> delta,
            @Nullable MethodDescriptor<DiscoveryRequest, DiscoveryResponse> sotw) {
        this.typeUrl = typeUrl;
        this.delta = delta;
        this.sotw = sotw;
    }

    String typeUrl() {
        return typeUrl;
    }

    /** The delta method of that service, if there is one. */
    Optional<MethodDescriptor<DeltaDiscoveryRequest, DeltaDiscoveryResponse>> delta(Service service) {
        return switch (service) {
            case AGGREGATED -> Optional.of(AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod());
            case OWN -> Optional.ofNullable(delta);
        };
    }

    /** The state-of-the-world method of that service, if there is one. */
    Optional<MethodDescriptor<DiscoveryRequest, DiscoveryResponse>> sotw(Service service) {
        return switch (service) {
            case AGGREGATED ->
                this == VHDS
                        ? Optional.empty()
                        : Optional.of(AggregatedDiscoveryServiceGrpc.getStreamAggregatedResourcesMethod());
            case OWN -> Optional.ofNullable(sotw);
        };
    }

    /** Leaving a resource out of a state-of-the-world response means its removal, whatever was asked for. */
    boolean whole() {
        return this == LDS || this == CDS;
    }

    /** Clients keep it for a while after it is gone. */
    boolean hasGrace() {
        return Set.of(CDS, EDS, SDS).contains(this);
    }

    /** A resource; {@code mark} makes two versions of one resource differ. */
    XdsResource resource(String name, int mark) {
        return XdsResource.of(name, message(name, mark));
    }

    private Message message(String name, int mark) {
        String text = "mark-" + mark;
        return switch (this) {
            case LDS -> Listener.newBuilder().setName(name).setStatPrefix(text).build();
            case RDS ->
                RouteConfiguration.newBuilder()
                        .setName(name)
                        .addInternalOnlyHeaders(text)
                        .build();
            case SRDS ->
                ScopedRouteConfiguration.newBuilder()
                        .setName(name)
                        .setRouteConfigurationName(text)
                        .build();
            case CDS -> Cluster.newBuilder().setName(name).setAltStatName(text).build();
            case EDS ->
                ClusterLoadAssignment.newBuilder()
                        .setClusterName(name)
                        .setPolicy(ClusterLoadAssignment.Policy.newBuilder()
                                .setOverprovisioningFactor(UInt32Value.of(mark)))
                        .build();
            case SDS ->
                Secret.newBuilder()
                        .setName(name)
                        .setGenericSecret(GenericSecret.newBuilder()
                                .setSecret(DataSource.newBuilder().setInlineString(text)))
                        .build();
            case ECDS, POLICY ->
                TypedExtensionConfig.newBuilder()
                        .setName(name)
                        .setTypedConfig(Any.newBuilder().setTypeUrl(text))
                        .build();
            case VHDS -> VirtualHost.newBuilder().setName(name).addDomains(text).build();
            case RTDS ->
                Runtime.newBuilder()
                        .setName(name)
                        .setLayer(Struct.newBuilder()
                                .putFields(
                                        "mark",
                                        Value.newBuilder().setNumberValue(mark).build()))
                        .build();
        };
    }
}
