package io.modeenvoy.xds.translator;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions.HeadersWithUnderscoresAction;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.CodecType;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.InternalAddressConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.modeenvoy.policy.Names;
import java.time.Duration;

/** How a listener reads HTTP: what a stranger on the internet may send, and what is cleaned away before anything looks at it. */
final class ConnectionManagers {
    private static final int MEBIBYTE = 1 << 20;
    private static final int WINDOW = 1 << 16;
    private static final int HTTP2_STREAMS = 100;
    static final int HEADERS_KIB = 60;
    private static final Duration CONNECTION_IDLE = Duration.ofHours(1);
    private static final Duration HEADERS_READ = Duration.ofSeconds(10);
    private static final Duration DRAIN = Duration.ofSeconds(5);
    /** Envoy takes an empty list for all private addresses, so it names one that nobody can have. */
    private static final InternalAddressConfig NOBODY_IS_INTERNAL = InternalAddressConfig.newBuilder()
            .addCidrRanges(
                    CidrRange.newBuilder().setAddressPrefix("255.255.255.255").setPrefixLen(Messages.uint32(32)))
            .build();

    private final XdsOptions options;

    ConnectionManagers(XdsOptions options) {
        this.options = options;
    }

    /** The manager of the listener {@code name}, whose route table has the same name. */
    HttpConnectionManager of(String name) {
        return HttpConnectionManager.newBuilder()
                .setStatPrefix(Messages.statName(name))
                .setCodecType(CodecType.AUTO)
                .setRds(Rds.newBuilder().setConfigSource(Messages.ADS).setRouteConfigName(name))
                .setNormalizePath(BoolValue.of(true))
                .setMergeSlashes(true)
                .setPathWithEscapedSlashesAction(PathWithEscapedSlashesAction.KEEP_UNCHANGED) // EscapedSlashes refuses
                .setStripTrailingHostDot(true) // api.example.com. is no other host, and no way around its routes
                .setUseRemoteAddress(BoolValue.of(true))
                .setInternalAddressConfig(NOBODY_IS_INTERNAL)
                .setServerName("modeenvoy")
                .setAlwaysSetRequestIdInResponse(true)
                .setMaxRequestHeadersKb(Messages.uint32(HEADERS_KIB))
                .setStreamIdleTimeout(Messages.duration(options.limits().streamIdle()))
                .setRequestTimeout(Messages.duration(options.limits().requestRead()))
                .setRequestHeadersTimeout(Messages.duration(HEADERS_READ))
                .setDrainTimeout(Messages.duration(DRAIN))
                .setCommonHttpProtocolOptions(HttpProtocolOptions.newBuilder()
                        .setIdleTimeout(Messages.duration(CONNECTION_IDLE))
                        .setMaxHeadersCount(Messages.uint32(Names.MOST_HEADERS))
                        .setHeadersWithUnderscoresAction(HeadersWithUnderscoresAction.DROP_HEADER))
                .setHttpProtocolOptions(Http1ProtocolOptions.newBuilder().setAcceptHttp10(true)) // nginx speaks it
                .setHttp2ProtocolOptions(Http2ProtocolOptions.newBuilder()
                        .setMaxConcurrentStreams(Messages.uint32(HTTP2_STREAMS))
                        .setInitialStreamWindowSize(Messages.uint32(WINDOW))
                        .setInitialConnectionWindowSize(Messages.uint32(MEBIBYTE)))
                .addEarlyHeaderMutationExtensions(removeHeaders(Names.HEADER_PREFIX))
                .addEarlyHeaderMutationExtensions(removeHeaders(Names.ENVOY_HEADER_PREFIX))
                .setLocalReplyConfig(LocalReplies.CONFIG)
                .addAllHttpFilters(HttpFilters.ofListener())
                .addAllAccessLog(AccessLogs.of(options.accessLog()))
                .build();
    }

    /** Identity and routing are ours to say: such headers of a client are removed before the first route is chosen. The removal by prefix is newer than our classes. */
    private static TypedExtensionConfig removeHeaders(String prefix) {
        return Messages.extension(
                "envoy.http.early_header_mutation.header_mutation",
                Messages.typedStruct(
                        "envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation",
                        Messages.struct("""
                                {"mutations": [{"remove_on_match": {"key_matcher": {"prefix": "%s"}}}]}
                                """.formatted(prefix))));
    }
}
