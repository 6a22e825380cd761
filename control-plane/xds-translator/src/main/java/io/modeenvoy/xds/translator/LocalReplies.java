package io.modeenvoy.xds.translator;

import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ComparisonFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ExtensionFilter;
import io.envoyproxy.envoy.config.accesslog.v3.StatusCodeFilter;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.core.v3.RuntimeUInt32;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.LocalReplyConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ResponseMapper;
import io.modeenvoy.policy.Names;

/** Envoy's own answers that have neither an API's shape nor the right status: to a path that is refused, and on AI routes where ext-proc cannot be asked or does not answer. */
final class LocalReplies {
    /** Only AI routes have this filter, so its errors tell them from HTTP routes. */
    private static final String EXT_PROC = "response.code_details.startsWith('ext_proc_error')";

    /** No message in time, or a connection that did not answer a ping; also one that ended while calls waited on it. */
    private static final String LATE = EXT_PROC
            + " && (response.code_details.contains('timeout') || response.code_details.contains('connection_termination'))";

    private static final String ESCAPED_SLASH = "response.code_details == '" + EscapedSlashes.DETAILS + "'";

    static final LocalReplyConfig CONFIG = LocalReplyConfig.newBuilder()
            .addMappers(mapper(
                    ESCAPED_SLASH,
                    400,
                    "escaped_slash",
                    "The path spells a slash as %2F or %5C. Write it as it is, or call another path."))
            .addMappers(mapper(LATE, 504, "gateway_timeout", "The gateway did not decide on the call in time."))
            .addMappers(mapper(
                            EXT_PROC,
                            503,
                            "gateway_unavailable",
                            "The gateway cannot decide on calls at the moment. Try again in a moment.")
                    .addHeadersToAdd(Headers.option("retry-after", "1", HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)))
            .build();

    /** Where another listener of ours asks: it is told why by a header. */
    static final LocalReplyConfig TELLING_WHY = LocalReplyConfig.newBuilder()
            .addMappers(ResponseMapper.newBuilder()
                    .setFilter(AccessLogFilter.newBuilder()
                            .setStatusCodeFilter(StatusCodeFilter.newBuilder()
                                    .setComparison(ComparisonFilter.newBuilder()
                                            .setOp(ComparisonFilter.Op.GE)
                                            .setValue(RuntimeUInt32.newBuilder()
                                                    .setDefaultValue(100)
                                                    .setRuntimeKey("modeenvoy.every_status")))))
                    .addHeadersToAdd(HeaderValueOption.newBuilder()
                            .setHeader(HeaderValue.newBuilder()
                                    .setKey(Names.DETAILS_HEADER)
                                    .setValue("%RESPONSE_CODE_DETAILS%"))))
            .build();

    private LocalReplies() {}

    private static ResponseMapper.Builder mapper(String expression, int status, String code, String message) {
        String type = status < 500 ? "invalid_request_error" : "api_error";
        String error = """
                {"error":{"message":"%s","type":"%s","param":null,"code":"%s"}}""".formatted(message.replace("%", "%%"), type, code);
        return ResponseMapper.newBuilder()
                .setFilter(AccessLogFilter.newBuilder()
                        .setExtensionFilter(ExtensionFilter.newBuilder()
                                .setName("envoy.access_loggers.extension_filters.cel")
                                .setTypedConfig(Messages.any(ExpressionFilter.newBuilder()
                                        .setExpression(expression)
                                        .build()))))
                .setStatusCode(Messages.uint32(status))
                .setBodyFormatOverride(SubstitutionFormatString.newBuilder()
                        .setContentType("application/json")
                        .setTextFormatSource(DataSource.newBuilder().setInlineString(error)));
    }
}
