package io.modeenvoy.policy;

import java.util.List;

/**
 * Words on which Envoy's configuration and the services must agree. Headers starting with {@code x-modeenvoy-} or {@code x-envoy-} from clients are removed at the edge.
 */
public final class Names {
    /** gRPC metadata of an ext_proc stream: the {@link AiEntryPolicy} the request came in by. */
    public static final String ENTRY_METADATA = "x-modeenvoy-entry";

    /** Internal request header: the rule the router-level exchange chose; selects the Envoy route and is removed before the upstream. */
    public static final String RULE_HEADER = "x-modeenvoy-rule";

    /** Internal request header of a call whose answer comes as a whole, not as a stream: it may be silent until it is made. */
    public static final String WHOLE_ANSWER_HEADER = "x-modeenvoy-whole-answer";

    /** Internal request header of an attempt that waits for its first token: the cluster it goes to when it has passed the listener that waits. */
    public static final String UPSTREAM_HEADER = "x-modeenvoy-upstream";

    /** Internal header of an answer that is Envoy's own, made behind that listener: why. */
    public static final String DETAILS_HEADER = "x-modeenvoy-details";

    /** gRPC metadata that tells the streams of ext_proc apart: none at the router level, and these. */
    public static final String LEVEL_METADATA = "x-modeenvoy-level";

    /** One attempt is written for its backend. */
    public static final String ATTEMPT_LEVEL = "attempt";

    /** One attempt waits for its first token. */
    public static final String FIRST_TOKEN_LEVEL = "first-token";

    /** Internal request header of an attempt: the length of its body, which Envoy makes the content-length again and removes. */
    public static final String LENGTH_HEADER = "x-modeenvoy-length";

    /** Prefix of every internal and identity header. */
    public static final String HEADER_PREFIX = "x-modeenvoy-";

    /** Prefix of the headers by which a caller tells Envoy how to treat a request: retries, time-outs, names of statistics. */
    public static final String ENVOY_HEADER_PREFIX = "x-envoy-";

    /** Request headers in which a client may show an API key. */
    public static final List<String> CREDENTIAL_HEADERS = List.of("authorization", "x-api-key", "api-key");

    /** What an API key of ours looks like, as a regular expression of RE2. */
    public static final String API_KEY_PATTERN = "me_[^_,]+_[^_,]+_[0-9A-Za-z]{49}";

    /** Identity headers that an HTTP route's upstream gets. */
    public static final String TENANT_HEADER = "x-modeenvoy-tenant";

    public static final String CONSUMER_HEADER = "x-modeenvoy-consumer";

    public static final String KEY_HEADER = "x-modeenvoy-key";

    public static final String KEY_ID_HEADER = "x-modeenvoy-key-id";

    /** Key of ext_authz' context extensions: the {@link RouteRef}. */
    public static final String ROUTE_EXTENSION = "modeenvoy.route";

    /** Domain of our rate limit descriptors; their entries are {@code route}, {@code tenant}, {@code consumer}, {@code key}. */
    public static final String RATELIMIT_DOMAIN = "modeenvoy";

    public static final String ROUTE_DESCRIPTOR = "route";

    public static final String TENANT_DESCRIPTOR = "tenant";

    public static final String CONSUMER_DESCRIPTOR = "consumer";

    public static final String KEY_DESCRIPTOR = "key";

    /** Namespace of the dynamic metadata that ext-proc emits. */
    public static final String METADATA = "modeenvoy";

    /** Namespace and key of the endpoint metadata that names an AI backend. */
    public static final String BACKEND_METADATA = "ai.backend";

    public static final String BACKEND_METADATA_KEY = "backend";

    /** Key beside it: the {@link #UPSTREAM_HEADER}. */
    public static final String UPSTREAM_METADATA_KEY = "upstream";

    /** Clusters of the bootstrap through which Envoy reaches us. */
    public static final String ADS_CLUSTER = "modeenvoy-ads";

    public static final String EXT_AUTHZ_CLUSTER = "modeenvoy-ext-authz";

    public static final String EXT_RATELIMIT_CLUSTER = "modeenvoy-ext-ratelimit";

    public static final String EXT_PROC_CLUSTER = "modeenvoy-ext-proc";

    /** The same service as {@link #EXT_PROC_CLUSTER} on connections of its own. */
    public static final String EXT_PROC_ATTEMPT_CLUSTER = "modeenvoy-ext-proc-attempt";

    /** How the node groups of a Gateway's Envoys begin; its namespace and name follow. */
    public static final String GATEWAY_GROUP = "gateway/";

    /** How the node groups of a Gateway's egress proxies begin, those in the pods of workloads. */
    public static final String EGRESS_GROUP = "egress/";

    /** The node group of an Envoy that serves all Gateways. */
    public static final String ALL_GROUP = "all";

    /** The node group of the services on the ADS server. */
    public static final String SERVICES_GROUP = "services";

    /** How many headers Envoy takes; a filter that would add one more fails the call. */
    public static final int MOST_HEADERS = 128;

    /** How many a request may have, Envoy's own included, before we add ours: more get an answer in words. */
    public static final int MOST_HEADERS_ASKED = 110;

    private Names() {}
}
