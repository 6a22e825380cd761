package io.modeenvoy.xds.translator;

import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutationRules;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.ratelimit.v3.RateLimitServiceConfig;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.Cors;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthz;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.MetadataOptions;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.MetadataOptions.MetadataNamespaces;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode.BodySendMode;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode.HeaderSendMode;
import io.envoyproxy.envoy.extensions.filters.http.ratelimit.v3.RateLimit;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import io.envoyproxy.envoy.type.v3.StatusCode;
import io.modeenvoy.policy.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The filters of every listener. Those that ask a service are switched off; routes switch on what they need. Their settings are what was found to work on the real Envoy. */
final class HttpFilters {
    static final String CORS = "envoy.filters.http.cors";
    static final String EXT_PROC = "envoy.filters.http.ext_proc";
    static final String EXT_AUTHZ = "envoy.filters.http.ext_authz";
    static final String RATELIMIT = "envoy.filters.http.ratelimit";

    private static final String BACKEND_ATTRIBUTE = "xds.upstream_host_metadata.filter_metadata['%s']['%s']"
            .formatted(Names.BACKEND_METADATA, Names.BACKEND_METADATA_KEY);

    private static final Duration DECISION = Duration.ofSeconds(5);
    private static final Duration MESSAGE = Duration.ofSeconds(10);
    private static final String ATTEMPT_NEWER = "{\"status_on_error\": {\"code\": \"ServiceUnavailable\"}}";
    private static final String ROUTER_NEWER =
            "{\"status_on_error\": {\"code\": \"ServiceUnavailable\"}, \"allow_content_length_header\": true}";
    /** Envoy drops the content-length of an attempt, whose body is replaced; with it the upstream need not know chunks. */
    private static final String ATTEMPT_LENGTH = """
            {"append": {"header": {"key": "content-length", "value": "%%REQ(%1$s)%%"}, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}}, {"remove": "%1$s"}
            """.formatted(Names.LENGTH_HEADER);

    private static final String WHERE_FROM = """
            {"remove_on_match": {"key_matcher": {"prefix": "%s"}}}, {"remove_on_match": {"key_matcher": {"prefix": "x-forwarded-"}}}
            """.formatted(Names.ENVOY_HEADER_PREFIX);

    /** Which cluster the inner listener sends an attempt to. */
    private static final String UPSTREAM =
            """
            {"append": {"header": {"key": "%s", "value": "%%UPSTREAM_METADATA(%s:%s)%%"}, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}}
            """.formatted(Names.UPSTREAM_HEADER, Names.BACKEND_METADATA, Names.UPSTREAM_METADATA_KEY);

    private static final HttpStatus UNAVAILABLE =
            HttpStatus.newBuilder().setCode(StatusCode.ServiceUnavailable).build();

    private HttpFilters() {}

    /** In the order in which a request passes them. */
    static List<HttpFilter> ofListener() {
        List<HttpFilter> filters = new ArrayList<>();
        filters.add(EscapedSlashes.filter()); // before anything looks at the path
        filters.add(
                disabled(CORS, Cors.getDefaultInstance())); // a browser that asks what it may do shows no credential
        filters.add(disabled(EXT_PROC, routerLevel()));
        filters.add(disabled(EXT_AUTHZ, extAuthz()));
        filters.add(disabled(RATELIMIT, rateLimit()));
        filters.addAll(KeyRemoval.filters());
        filters.add(filter("envoy.filters.http.router", Messages.any(Router.getDefaultInstance()))
                .build());
        return filters;
    }

    /** The filters of the listener where attempts wait for their first token. */
    static List<HttpFilter> ofFirstToken() {
        return List.of(
                filter(EXT_PROC, Messages.any(firstToken())).build(),
                filter(
                                "envoy.filters.http.router",
                                Messages.any(Router.newBuilder()
                                        .setSuppressEnvoyHeaders(true)
                                        .build()))
                        .build());
    }

    private static TypedStruct firstToken() {
        ProcessingMode mode = ProcessingMode.newBuilder()
                .setRequestHeaderMode(HeaderSendMode.SKIP)
                .setRequestBodyMode(BodySendMode.NONE)
                .setRequestTrailerMode(HeaderSendMode.SKIP)
                .setResponseHeaderMode(HeaderSendMode.SEND)
                .setResponseBodyMode(BodySendMode.FULL_DUPLEX_STREAMED)
                .setResponseTrailerMode(HeaderSendMode.SEND)
                .build();
        GrpcService.Builder service = Messages.grpcService(Names.EXT_PROC_CLUSTER, Duration.ZERO)
                .addInitialMetadata(
                        HeaderValue.newBuilder().setKey(Names.LEVEL_METADATA).setValue(Names.FIRST_TOKEN_LEVEL));
        return extProc(
                processor(service, mode)
                        .addResponseAttributes("response.code_details")
                        .build(),
                ROUTER_NEWER);
    }

    /**
     * The filters of a cluster whose attempts are each rewritten for the chosen backend.
     *
     * @param waiting whether they go where they wait for their first token
     */
    static List<HttpFilter> ofAttempts(boolean waiting) {
        return List.of(
                filter(EXT_PROC, Messages.any(attemptLevel())).build(),
                waiting ? headers(ATTEMPT_LENGTH, WHERE_FROM, UPSTREAM) : headers(ATTEMPT_LENGTH, WHERE_FROM),
                codec());
    }

    /**
     * Of a request to a provider: it does not learn by whom and through what it was sent. ext-proc takes away what is on no list of its own; this is what Envoy wrote, which it
     * does with every attempt anew.
     */
    static HttpFilter withoutOrigin() {
        return headers(WHERE_FROM);
    }

    /** Changes of a request's headers. The removal by prefix is newer than our classes. */
    private static HttpFilter headers(String... mutations) {
        return filter(
                        "envoy.filters.http.header_mutation",
                        Messages.any(Messages.typedStruct(
                                "envoy.extensions.filters.http.header_mutation.v3.HeaderMutation",
                                Messages.struct("{\"mutations\": {\"request_mutations\": ["
                                        + String.join(",", mutations) + "]}}"))))
                .build();
    }

    /** The last filter of every cluster that has some. */
    static HttpFilter codec() {
        return filter("envoy.filters.http.upstream_codec", Messages.any(UpstreamCodec.getDefaultInstance()))
                .build();
    }

    private static HttpFilter.Builder filter(String name, Any config) {
        return HttpFilter.newBuilder().setName(name).setTypedConfig(config);
    }

    private static HttpFilter disabled(String name, Message config) {
        return filter(name, Messages.any(config)).setDisabled(true).build();
    }

    private static TypedStruct routerLevel() {
        ProcessingMode mode = ProcessingMode.newBuilder()
                .setRequestHeaderMode(HeaderSendMode.SEND)
                .setRequestBodyMode(BodySendMode.FULL_DUPLEX_STREAMED)
                .setRequestTrailerMode(HeaderSendMode.SEND)
                .setResponseHeaderMode(HeaderSendMode.SEND)
                .setResponseBodyMode(BodySendMode.STREAMED)
                .setResponseTrailerMode(HeaderSendMode.SKIP)
                .build();
        GrpcService.Builder service = Messages.grpcService(Names.EXT_PROC_CLUSTER, Duration.ZERO);
        return extProc(
                processor(service, mode)
                        .addRequestAttributes("source.address")
                        .addRequestAttributes("request.time")
                        .addRequestAttributes("request.protocol")
                        .addResponseAttributes("response.code_details")
                        .addResponseAttributes(BACKEND_ATTRIBUTE)
                        .addResponseAttributes("upstream.request_attempt_count")
                        .addResponseAttributes("response.backend_latency")
                        .setMetadataOptions(MetadataOptions.newBuilder()
                                .setForwardingNamespaces(metadata())
                                .setReceivingNamespaces(metadata()))
                        .build(),
                ROUTER_NEWER);
    }

    private static TypedStruct attemptLevel() {
        ProcessingMode mode = ProcessingMode.newBuilder()
                .setRequestHeaderMode(HeaderSendMode.SEND)
                .setRequestBodyMode(BodySendMode.NONE)
                .setRequestTrailerMode(HeaderSendMode.SKIP)
                .setResponseHeaderMode(HeaderSendMode.SKIP)
                .setResponseBodyMode(BodySendMode.NONE)
                .setResponseTrailerMode(HeaderSendMode.SKIP)
                .build();
        GrpcService.Builder service = Messages.grpcService(Names.EXT_PROC_ATTEMPT_CLUSTER, Duration.ZERO)
                .addInitialMetadata(
                        HeaderValue.newBuilder().setKey(Names.LEVEL_METADATA).setValue(Names.ATTEMPT_LEVEL));
        return extProc(
                processor(service, mode)
                        .addRequestAttributes(BACKEND_ATTRIBUTE)
                        .addRequestAttributes("upstream.local_address")
                        .setMetadataOptions(MetadataOptions.newBuilder().setForwardingNamespaces(metadata()))
                        .build(),
                ATTEMPT_NEWER);
    }

    private static ExternalProcessor.Builder processor(GrpcService.Builder service, ProcessingMode mode) {
        return ExternalProcessor.newBuilder()
                .setGrpcService(service)
                .setProcessingMode(mode)
                .setMessageTimeout(Messages.duration(MESSAGE))
                .setMutationRules(
                        HeaderMutationRules.newBuilder().setAllowAllRouting(com.google.protobuf.BoolValue.of(true)));
    }

    /** {@code status_on_error} and {@code allow_content_length_header} are newer than our generated classes, so the filter goes as a TypedStruct. */
    private static TypedStruct extProc(ExternalProcessor processor, String newer) {
        Struct fields = Messages.struct(processor).toBuilder()
                .mergeFrom(Messages.struct(newer))
                .build();
        return Messages.typedStruct(ExternalProcessor.getDescriptor().getFullName(), fields);
    }

    private static MetadataNamespaces metadata() {
        return MetadataNamespaces.newBuilder().addUntyped(Names.METADATA).build();
    }

    private static ExtAuthz extAuthz() {
        return ExtAuthz.newBuilder()
                .setGrpcService(Messages.grpcService(Names.EXT_AUTHZ_CLUSTER, DECISION))
                .setTransportApiVersion(ApiVersion.V3)
                .setStatusOnError(UNAVAILABLE)
                .build();
    }

    private static RateLimit rateLimit() {
        return RateLimit.newBuilder()
                .setDomain(Names.RATELIMIT_DOMAIN)
                .setRateLimitService(RateLimitServiceConfig.newBuilder()
                        .setGrpcService(Messages.grpcService(Names.EXT_RATELIMIT_CLUSTER, DECISION))
                        .setTransportApiVersion(ApiVersion.V3))
                .setTimeout(Messages.duration(DECISION))
                .setFailureModeDeny(true)
                .setStatusOnError(UNAVAILABLE)
                .build();
    }
}
