package io.modeenvoy.xds.translator;

import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.extensions.access_loggers.file.v3.FileAccessLog;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import io.modeenvoy.policy.Names;
import java.util.List;

/**
 * The JSON line a proxy writes for each request: the same keys whichever service has seen the call; what is unknown is left out. Path and host are what the client
 * sent (ext-proc tells them, as it rewrites both), the path without its query, which may hold secrets.
 */
final class AccessLogs {
    /** What the services tell about a call: ext-proc in namespace {@link Names#METADATA}, ext-authz in the one its filter gives it. */
    private static final List<String> CALL = List.of("tenant", "consumer", "key_id", "denied", "detail");

    /** What only ext-proc knows. */
    private static final List<String> MODEL = List.of(
            "operation",
            "model_asked",
            "model_served",
            "stream",
            "backend",
            "provider",
            "input_tokens",
            "output_tokens",
            "cached_tokens",
            "reasoning_tokens",
            "total_tokens",
            "usage_source",
            "usage_doubts",
            "charged",
            "ttft_ms",
            "cost",
            "currency");

    private AccessLogs() {}

    static List<AccessLog> of(XdsOptions.AccessLog log) {
        return switch (log) {
            case XdsOptions.AccessLog.None() -> List.of();
            case XdsOptions.AccessLog.Stdout() ->
                List.of(logger(
                        "envoy.access_loggers.stdout",
                        StdoutAccessLog.newBuilder().setLogFormat(format()).build()));
            case XdsOptions.AccessLog.File(String path) ->
                List.of(logger(
                        "envoy.access_loggers.file",
                        FileAccessLog.newBuilder()
                                .setPath(path)
                                .setLogFormat(format())
                                .build()));
        };
    }

    private static AccessLog logger(String name, Message config) {
        return AccessLog.newBuilder()
                .setName(name)
                .setTypedConfig(Messages.any(config))
                .build();
    }

    private static SubstitutionFormatString format() {
        return SubstitutionFormatString.newBuilder()
                .setJsonFormat(fields())
                .setOmitEmptyValues(true)
                .build();
    }

    private static Struct fields() {
        Struct.Builder fields = Struct.newBuilder();
        put(fields, "start_time", "%START_TIME%");
        put(fields, "method", "%REQ(:METHOD)%");
        put(
                fields,
                "path",
                first(operator("DYNAMIC_METADATA", Names.METADATA + ":path"), operator("PATH", "NQ:ORIG_OR_PATH")));
        put(
                fields,
                "host",
                first(operator("DYNAMIC_METADATA", Names.METADATA + ":host"), operator("REQ", ":AUTHORITY")));
        put(fields, "protocol", "%PROTOCOL%");
        put(fields, "status", "%RESPONSE_CODE%");
        put(fields, "response_flags", "%RESPONSE_FLAGS%");
        put(fields, "code_details", "%RESPONSE_CODE_DETAILS%");
        put(fields, "bytes_received", "%BYTES_RECEIVED%");
        put(fields, "bytes_sent", "%BYTES_SENT%");
        put(fields, "duration_ms", "%DURATION%");
        put(fields, "route", "%ROUTE_NAME%");
        put(fields, "upstream_cluster", "%UPSTREAM_CLUSTER%");
        put(fields, "upstream_host", "%UPSTREAM_HOST%");
        put(fields, "attempts", "%UPSTREAM_REQUEST_ATTEMPT_COUNT%");
        put(fields, "client", "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%");
        put(fields, "request_id", "%REQ(X-REQUEST-ID)%");
        CALL.forEach(key -> put(fields, key, eitherDoor(key)));
        MODEL.forEach(key -> put(fields, key, "%DYNAMIC_METADATA(" + Names.METADATA + ":" + key + ")%"));
        return fields.build();
    }

    private static String eitherDoor(String key) {
        return first(
                operator("DYNAMIC_METADATA", Names.METADATA + ":" + key),
                operator("DYNAMIC_METADATA", HttpFilters.EXT_AUTHZ + ":" + key));
    }

    /** The first that has a value. */
    private static String first(String... operators) {
        return "%COALESCE({\"operators\":[" + String.join(",", operators) + "]})%";
    }

    private static String operator(String command, String parameter) {
        return "{\"command\":\"" + command + "\",\"param\":\"" + parameter + "\"}";
    }

    private static void put(Struct.Builder fields, String key, String format) {
        fields.putFields(key, Value.newBuilder().setStringValue(format).build());
    }
}
