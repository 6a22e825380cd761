package io.modeenvoy.xds.translator;

import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ExtensionFilter;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.LocalReplyConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ResponseMapper;

/** What the client of an AI route gets where ext-proc cannot be asked or does not answer: Envoy's answer has neither the API's shape nor the right status. */
final class LocalReplies {
    /** Only AI routes have this filter, so its errors tell them from HTTP routes. */
    private static final String EXT_PROC = "response.code_details.startsWith('ext_proc_error')";

    /** No message in time, or a connection that did not answer a ping; also one that ended while calls waited on it. */
    private static final String LATE = EXT_PROC
            + " && (response.code_details.contains('timeout') || response.code_details.contains('connection_termination'))";

    static final LocalReplyConfig CONFIG = LocalReplyConfig.newBuilder()
            .addMappers(mapper(LATE, 504, "gateway_timeout", "The gateway did not decide on the call in time."))
            .addMappers(mapper(
                            EXT_PROC,
                            503,
                            "gateway_unavailable",
                            "The gateway cannot decide on calls at the moment. Try again in a moment.")
                    .addHeadersToAdd(Headers.option("retry-after", "1", HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)))
            .build();

    private LocalReplies() {}

    private static ResponseMapper.Builder mapper(String expression, int status, String code, String message) {
        String error = """
                {"error":{"message":"%s","type":"api_error","param":null,"code":"%s"}}""".formatted(message, code);
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
