package io.modeenvoy.testkit.live;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ComparisonFilter;
import io.envoyproxy.envoy.config.accesslog.v3.OrFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ResponseFlagFilter;
import io.envoyproxy.envoy.config.accesslog.v3.StatusCodeFilter;
import io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutation;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.ExtensionConfigSource;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.RuntimeUInt32;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.access_loggers.file.v3.FileAccessLog;
import io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.Mutations;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.envoyproxy.envoy.service.runtime.v3.Runtime;
import java.nio.file.Path;
import java.util.SortedMap;

/** Listeners and what they bring: secrets, the discovered filter, the runtime layer. */
final class Listeners {
    static final ConfigSource ADS = ConfigSource.newBuilder()
            .setAds(AggregatedConfigSource.getDefaultInstance())
            .setResourceApiVersion(ApiVersion.V3)
            .build();

    /** The filter that comes by extension discovery. */
    static final String FILTER = "revision";

    private static final String MUTATION = "envoy.extensions.filters.http.header_mutation.v3.HeaderMutation";

    private Listeners() {}

    static Listener plain(String name, int port, String routes, Path accessLog) {
        return listener(name, port)
                .addFilterChains(FilterChain.newBuilder().setName(name).addFilters(http(routes, accessLog)))
                .build();
    }

    static Listener secure(String name, int port, String routes, SortedMap<String, String> secrets, Path accessLog) {
        Listener.Builder listener = listener(name, port)
                .addListenerFilters(ListenerFilter.newBuilder()
                        .setName("tls")
                        .setTypedConfig(any(TlsInspector.getDefaultInstance())));
        secrets.forEach((serverName, secret) -> listener.addFilterChains(FilterChain.newBuilder()
                .setName(serverName)
                .setFilterChainMatch(FilterChainMatch.newBuilder().addServerNames(serverName))
                .setTransportSocket(TransportSocket.newBuilder().setName("tls").setTypedConfig(any(tls(secret))))
                .addFilters(http(routes, accessLog))));
        return listener.build();
    }

    static Secret secret(String name, Identity identity) {
        return Secret.newBuilder()
                .setName(name)
                .setTlsCertificate(TlsCertificate.newBuilder()
                        .setCertificateChain(DataSource.newBuilder().setInlineString(identity.chain()))
                        .setPrivateKey(DataSource.newBuilder().setInlineString(identity.key())))
                .build();
    }

    /** Adds its revision to each answer. */
    static TypedExtensionConfig filter(int revision) {
        HeaderValueOption header = HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey("x-revision").setValue(Integer.toString(revision)))
                .build();
        return TypedExtensionConfig.newBuilder()
                .setName(FILTER)
                .setTypedConfig(
                        any(io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.HeaderMutation.newBuilder()
                                .setMutations(Mutations.newBuilder()
                                        .addResponseMutations(
                                                HeaderMutation.newBuilder().setAppend(header)))
                                .build()))
                .build();
    }

    static Runtime runtime(int value) {
        return Runtime.newBuilder()
                .setName(LiveBootstrap.RUNTIME)
                .setLayer(Struct.newBuilder()
                        .putFields(
                                LiveBootstrap.RUNTIME + ".value",
                                Value.newBuilder().setNumberValue(value).build()))
                .build();
    }

    static Address loopback(int port) {
        return Address.newBuilder()
                .setSocketAddress(
                        SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(port))
                .build();
    }

    private static Listener.Builder listener(String name, int port) {
        return Listener.newBuilder().setName(name).setAddress(loopback(port));
    }

    private static Filter http(String routes, Path accessLog) {
        HttpConnectionManager manager = HttpConnectionManager.newBuilder()
                .setStatPrefix("live")
                .setRds(Rds.newBuilder().setConfigSource(ADS).setRouteConfigName(routes))
                .addAccessLog(failures(accessLog))
                .addHttpFilters(HttpFilter.newBuilder()
                        .setName(FILTER)
                        .setConfigDiscovery(ExtensionConfigSource.newBuilder()
                                .setConfigSource(ADS)
                                .addTypeUrls(Resources.typeUrl(MUTATION))))
                .addHttpFilters(
                        HttpFilter.newBuilder().setName("router").setTypedConfig(any(Router.getDefaultInstance())))
                .build();
        return Filter.newBuilder().setName("http").setTypedConfig(any(manager)).build();
    }

    /** A line for each call that Envoy answers with an error or says something about. */
    private static AccessLog failures(Path file) {
        StatusCodeFilter errors = StatusCodeFilter.newBuilder()
                .setComparison(ComparisonFilter.newBuilder()
                        .setOp(ComparisonFilter.Op.GE)
                        .setValue(
                                RuntimeUInt32.newBuilder().setDefaultValue(400).setRuntimeKey("live.errors")))
                .build();
        OrFilter either = OrFilter.newBuilder()
                .addFilters(AccessLogFilter.newBuilder().setStatusCodeFilter(errors))
                .addFilters(AccessLogFilter.newBuilder().setResponseFlagFilter(ResponseFlagFilter.getDefaultInstance()))
                .build();
        String format =
                "%RESPONSE_CODE% %RESPONSE_FLAGS% %RESPONSE_CODE_DETAILS% %REQ(:PATH)% %UPSTREAM_CLUSTER_RAW%\n";
        return AccessLog.newBuilder()
                .setName("failures")
                .setFilter(AccessLogFilter.newBuilder().setOrFilter(either))
                .setTypedConfig(any(FileAccessLog.newBuilder()
                        .setPath(file.toString())
                        .setLogFormat(SubstitutionFormatString.newBuilder()
                                .setTextFormatSource(DataSource.newBuilder().setInlineString(format)))
                        .build()))
                .build();
    }

    private static DownstreamTlsContext tls(String secret) {
        return DownstreamTlsContext.newBuilder()
                .setCommonTlsContext(CommonTlsContext.newBuilder()
                        .addAlpnProtocols("h2")
                        .addAlpnProtocols("http/1.1")
                        .addTlsCertificateSdsSecretConfigs(
                                SdsSecretConfig.newBuilder().setName(secret).setSdsConfig(ADS)))
                .build();
    }

    private static Any any(Message message) {
        return Any.newBuilder()
                .setTypeUrl(Resources.typeUrl(message.getDescriptorForType().getFullName()))
                .setValue(message.toByteString())
                .build();
    }
}
