package io.modeenvoy.proc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import io.envoyproxy.envoy.service.ext_proc.v3.BodyMutation;
import io.envoyproxy.envoy.service.ext_proc.v3.BodyResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.CommonResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.HeadersResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ImmediateResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.StreamedBodyResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.TrailersResponse;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import io.envoyproxy.envoy.type.v3.StatusCode;
import io.modeenvoy.proc.openai.ApiError;
import io.modeenvoy.proc.openai.ModelList;
import org.jspecify.annotations.Nullable;

/** The messages we send to Envoy. */
final class Replies {
    static final ProcessingResponse RESPONSE_HEADERS_UNCHANGED = ProcessingResponse.newBuilder()
            .setResponseHeaders(HeadersResponse.getDefaultInstance())
            .build();
    static final ProcessingResponse RESPONSE_BODY_UNCHANGED = ProcessingResponse.newBuilder()
            .setResponseBody(BodyResponse.getDefaultInstance())
            .build();
    static final ProcessingResponse RESPONSE_TRAILERS_UNCHANGED = ProcessingResponse.newBuilder()
            .setResponseTrailers(TrailersResponse.getDefaultInstance())
            .build();

    private Replies() {}

    /** The answer to the client, by us. */
    static ProcessingResponse answer(int status, ByteString body, Headers headers, String details, Struct metadata) {
        return ProcessingResponse.newBuilder()
                .setImmediateResponse(ImmediateResponse.newBuilder()
                        .setStatus(HttpStatus.newBuilder().setCode(StatusCode.forNumber(status)))
                        .setHeaders(
                                headers.set("content-type", "application/json").build())
                        .setBody(body)
                        .setDetails("modeenvoy_" + details))
                .setDynamicMetadata(metadata)
                .build();
    }

    /** The answer to the client: the models there are, or what is said of one of them. */
    static ProcessingResponse models(ModelList list, @Nullable String model, Struct metadata) {
        return answer(200, model == null ? list.body() : list.body(model), new Headers(), "models", metadata);
    }

    /** The answer to the client: no, and what to do next. */
    static ProcessingResponse error(ApiError error, Headers headers, Struct metadata) {
        if (error.status() == 401) {
            headers.set("www-authenticate", "Bearer realm=\"modeenvoy\"");
        } else if ((error.status() == 503 || error.status() == 429) && !headers.sets("retry-after")) {
            headers.set("retry-after", "1");
        }
        return answer(error.status(), error.body(), headers, error.code(), metadata);
    }

    /** The request goes on with changed headers; its body follows. */
    static ProcessingResponse requestHeaders(Headers headers, Struct metadata) {
        CommonResponse common = CommonResponse.newBuilder()
                .setHeaderMutation(headers.build())
                .setClearRouteCache(true)
                .build();
        return ProcessingResponse.newBuilder()
                .setRequestHeaders(HeadersResponse.newBuilder().setResponse(common))
                .setDynamicMetadata(metadata)
                .build();
    }

    /** A part of the request's body. */
    static ProcessingResponse requestBody(ByteString body, boolean last) {
        BodyMutation mutation = BodyMutation.newBuilder()
                .setStreamedResponse(
                        StreamedBodyResponse.newBuilder().setBody(body).setEndOfStream(last))
                .build();
        return ProcessingResponse.newBuilder()
                .setRequestBody(BodyResponse.newBuilder()
                        .setResponse(CommonResponse.newBuilder().setBodyMutation(mutation)))
                .build();
    }

    /** A part of an answer of which all parts are sent anew. */
    static ProcessingResponse responseStreamed(ByteString body, boolean last) {
        BodyMutation mutation = BodyMutation.newBuilder()
                .setStreamedResponse(
                        StreamedBodyResponse.newBuilder().setBody(body).setEndOfStream(last))
                .build();
        return ProcessingResponse.newBuilder()
                .setResponseBody(BodyResponse.newBuilder()
                        .setResponse(CommonResponse.newBuilder().setBodyMutation(mutation)))
                .build();
    }

    /** The attempt goes on with other headers and another body. */
    static ProcessingResponse attempt(Headers headers, ByteString body) {
        CommonResponse common = CommonResponse.newBuilder()
                .setStatus(CommonResponse.ResponseStatus.CONTINUE_AND_REPLACE)
                .setHeaderMutation(headers.build())
                .setBodyMutation(BodyMutation.newBuilder().setBody(body))
                .build();
        return ProcessingResponse.newBuilder()
                .setRequestHeaders(HeadersResponse.newBuilder().setResponse(common))
                .build();
    }

    /** {@code reply} with something for the access log. */
    static ProcessingResponse telling(ProcessingResponse reply, Struct metadata) {
        return reply.toBuilder().setDynamicMetadata(metadata).build();
    }

    /** The answer's headers go on changed. */
    static ProcessingResponse responseHeaders(Headers headers) {
        return ProcessingResponse.newBuilder()
                .setResponseHeaders(HeadersResponse.newBuilder()
                        .setResponse(CommonResponse.newBuilder().setHeaderMutation(headers.build())))
                .build();
    }

    /** Another answer instead of the one that came. */
    static ProcessingResponse responseReplaced(Headers headers, ByteString body) {
        CommonResponse common = CommonResponse.newBuilder()
                .setStatus(CommonResponse.ResponseStatus.CONTINUE_AND_REPLACE)
                .setHeaderMutation(headers.build())
                .setBodyMutation(BodyMutation.newBuilder().setBody(body))
                .build();
        return ProcessingResponse.newBuilder()
                .setResponseHeaders(HeadersResponse.newBuilder().setResponse(common))
                .build();
    }

    /** A chunk of the answer goes on as {@code relayed}. */
    static ProcessingResponse responseBody(ByteString chunk, ByteString relayed) {
        // Equal sizes would say nothing: what was held back may go on while as much is held back anew.
        if (relayed.equals(chunk)) {
            return RESPONSE_BODY_UNCHANGED;
        }
        BodyMutation mutation = relayed.isEmpty()
                ? BodyMutation.newBuilder().setClearBody(true).build()
                : BodyMutation.newBuilder().setBody(relayed).build();
        return ProcessingResponse.newBuilder()
                .setResponseBody(BodyResponse.newBuilder()
                        .setResponse(CommonResponse.newBuilder().setBodyMutation(mutation)))
                .build();
    }
}
