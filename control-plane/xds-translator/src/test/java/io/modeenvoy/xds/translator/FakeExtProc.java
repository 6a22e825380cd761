package io.modeenvoy.xds.translator;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.service.ext_proc.v3.BodyMutation;
import io.envoyproxy.envoy.service.ext_proc.v3.BodyResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.CommonResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.CommonResponse.ResponseStatus;
import io.envoyproxy.envoy.service.ext_proc.v3.ExternalProcessorGrpc;
import io.envoyproxy.envoy.service.ext_proc.v3.HeaderMutation;
import io.envoyproxy.envoy.service.ext_proc.v3.HeadersResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.StreamedBodyResponse;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.stub.StreamObserver;
import io.modeenvoy.policy.Names;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Behaves as ext-proc does towards Envoy: chooses the rule at the body's end, sends each attempt the body it kept, rewritten for the backend that Envoy names. */
final class FakeExtProc extends ExternalProcessorGrpc.ExternalProcessorImplBase implements ServerInterceptor {
    private static final String EXCHANGE = "exchange";
    private static final Context.Key<String> LEVEL = Context.key("level");
    private static final Context.Key<String> ENTRY = Context.key("entry");

    private final String rule;
    private final Map<String, Value> metadata;
    private final Map<String, ByteString> kept = new ConcurrentHashMap<>();
    private final AtomicInteger exchanges = new AtomicInteger();
    final List<String> entries = new CopyOnWriteArrayList<>();
    final List<String> attempts = new CopyOnWriteArrayList<>();
    final List<String> requestHeaders = new CopyOnWriteArrayList<>();
    final List<String> responseBackends = new CopyOnWriteArrayList<>();
    final List<String> responseHeaders = new CopyOnWriteArrayList<>();
    /** How many attempts each answer took. */
    final List<String> responseAttempts = new CopyOnWriteArrayList<>();
    /** Of each attempt its backend and our end of its connection, or none. */
    final List<String> connections = new CopyOnWriteArrayList<>();

    FakeExtProc(String rule, Map<String, Value> metadata) {
        this.rule = rule;
        this.metadata = metadata;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Context context = Context.current()
                .withValue(LEVEL, header(headers, "x-modeenvoy-level"))
                .withValue(ENTRY, header(headers, Names.ENTRY_METADATA));
        return Contexts.interceptCall(context, call, headers, next);
    }

    private static String header(Metadata headers, String name) {
        String value = headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        return value == null ? "" : value;
    }

    @Override
    public StreamObserver<ProcessingRequest> process(StreamObserver<ProcessingResponse> out) {
        String exchange = "x-" + exchanges.incrementAndGet();
        String level = LEVEL.get();
        AtomicBoolean begun = new AtomicBoolean();
        if (level.isEmpty()) {
            entries.add(ENTRY.get());
        }
        return new StreamObserver<>() {
            @Override
            public void onNext(ProcessingRequest request) {
                switch (level) {
                    case Names.ATTEMPT_LEVEL -> attempt(request, out);
                    case Names.FIRST_TOKEN_LEVEL -> firstToken(begun, request, out);
                    default -> router(exchange, request, out);
                }
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onCompleted() {
                out.onCompleted();
            }
        };
    }

    private void router(String exchange, ProcessingRequest request, StreamObserver<ProcessingResponse> out) {
        switch (request.getRequestCase()) {
            case REQUEST_HEADERS ->
                request.getRequestHeaders()
                        .getHeaders()
                        .getHeadersList()
                        .forEach(header -> requestHeaders.add(
                                header.getKey() + "=" + header.getRawValue().toStringUtf8()));
            case REQUEST_BODY -> {
                kept.merge(exchange, request.getRequestBody().getBody(), ByteString::concat);
                if (request.getRequestBody().getEndOfStream()) {
                    out.onNext(chooseRule(exchange));
                    out.onNext(streamedBody(exchange));
                }
            }
            case RESPONSE_HEADERS -> {
                request.getResponseHeaders()
                        .getHeaders()
                        .getHeadersList()
                        .forEach(header -> responseHeaders.add(header.getKey()));
                responseBackends.add(attribute(request));
                responseAttempts.add(attribute(request, "upstream.request_attempt_count"));
                out.onNext(ProcessingResponse.newBuilder()
                        .setResponseHeaders(HeadersResponse.getDefaultInstance())
                        .build());
            }
            case RESPONSE_BODY ->
                out.onNext(ProcessingResponse.newBuilder()
                        .setResponseBody(BodyResponse.getDefaultInstance())
                        .build());
            default -> throw new IllegalStateException("unexpected: " + request.getRequestCase());
        }
    }

    private ProcessingResponse chooseRule(String exchange) {
        return ProcessingResponse.newBuilder()
                .setRequestHeaders(HeadersResponse.newBuilder()
                        .setResponse(CommonResponse.newBuilder()
                                .setClearRouteCache(true)
                                .setHeaderMutation(HeaderMutation.newBuilder()
                                        .addSetHeaders(set(Names.RULE_HEADER, rule))
                                        .addSetHeaders(set(":path", "/router/path")))))
                .setDynamicMetadata(Struct.newBuilder()
                        .putFields(
                                Names.METADATA,
                                Value.newBuilder()
                                        .setStructValue(Struct.newBuilder()
                                                .putAllFields(metadata)
                                                .putFields(
                                                        EXCHANGE,
                                                        Value.newBuilder()
                                                                .setStringValue(exchange)
                                                                .build()))
                                        .build()))
                .build();
    }

    private ProcessingResponse streamedBody(String exchange) {
        return ProcessingResponse.newBuilder()
                .setRequestBody(BodyResponse.newBuilder()
                        .setResponse(CommonResponse.newBuilder()
                                .setBodyMutation(BodyMutation.newBuilder()
                                        .setStreamedResponse(StreamedBodyResponse.newBuilder()
                                                .setBody(kept.getOrDefault(exchange, ByteString.EMPTY))
                                                .setEndOfStream(true)))))
                .build();
    }

    /** Keeps the headers of an answer back until its first byte comes. */
    private static void firstToken(
            AtomicBoolean begun, ProcessingRequest request, StreamObserver<ProcessingResponse> out) {
        boolean ends =
                request.hasResponseHeaders() && request.getResponseHeaders().getEndOfStream();
        if ((ends || request.hasResponseBody()) && begun.compareAndSet(false, true)) {
            out.onNext(ProcessingResponse.newBuilder()
                    .setResponseHeaders(HeadersResponse.getDefaultInstance())
                    .build());
        }
        if (request.hasResponseBody()) {
            out.onNext(ProcessingResponse.newBuilder()
                    .setResponseBody(BodyResponse.newBuilder()
                            .setResponse(CommonResponse.newBuilder()
                                    .setBodyMutation(BodyMutation.newBuilder()
                                            .setStreamedResponse(StreamedBodyResponse.newBuilder()
                                                    .setBody(request.getResponseBody()
                                                            .getBody())
                                                    .setEndOfStream(request.getResponseBody()
                                                            .getEndOfStream())))))
                    .build());
        }
    }

    private void attempt(ProcessingRequest request, StreamObserver<ProcessingResponse> out) {
        String backend = attribute(request);
        connections.add(backend + " " + attribute(request, "upstream.local_address"));
        String exchange = request.getMetadataContext()
                .getFilterMetadataOrDefault(Names.METADATA, Struct.getDefaultInstance())
                .getFieldsOrDefault(EXCHANGE, Value.getDefaultInstance())
                .getStringValue();
        attempts.add(backend + " exchange=" + exchange);
        ByteString body = kept.getOrDefault(exchange, ByteString.EMPTY);
        out.onNext(ProcessingResponse.newBuilder()
                .setRequestHeaders(HeadersResponse.newBuilder()
                        .setResponse(CommonResponse.newBuilder()
                                .setStatus(ResponseStatus.CONTINUE_AND_REPLACE)
                                .setHeaderMutation(HeaderMutation.newBuilder()
                                        .addSetHeaders(set(":path", "/attempt/" + backend))
                                        .addSetHeaders(set(":authority", "host-of-" + backend.replace('/', '-')))
                                        .addSetHeaders(set(Names.LENGTH_HEADER, "" + body.size())))
                                .setBodyMutation(BodyMutation.newBuilder().setBody(body))))
                .build());
        out.onCompleted();
    }

    private static String attribute(ProcessingRequest request) {
        return attribute(request, "xds.upstream_host_metadata");
    }

    private static String attribute(ProcessingRequest request, String prefix) {
        return request.getAttributesMap().values().stream()
                .flatMap(struct -> struct.getFieldsMap().entrySet().stream())
                .filter(field -> field.getKey().startsWith(prefix))
                .map(Map.Entry::getValue)
                .map(value -> value.hasNumberValue() ? "" + (long) value.getNumberValue() : value.getStringValue())
                .findFirst()
                .orElse("none");
    }

    private static HeaderValueOption set(String name, String value) {
        return HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey(name).setRawValue(ByteString.copyFromUtf8(value)))
                .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
                .build();
    }
}
