package io.modeenvoy.proc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.HeaderMap;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.service.ext_proc.v3.ExternalProcessorGrpc;
import io.envoyproxy.envoy.service.ext_proc.v3.HeaderMutation;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpBody;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpHeaders;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpTrailers;
import io.envoyproxy.envoy.service.ext_proc.v3.ImmediateResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One request as Envoy tells it to the service; all in one thread. */
final class FakeEnvoy implements ClientResponseObserver<ProcessingRequest, ProcessingResponse> {
    private final Context.CancellableContext context = Context.current().withCancellation();
    private final Deque<ProcessingResponse> replies = new ArrayDeque<>();
    private final StreamObserver<ProcessingRequest> service;
    private boolean completed;
    private @Nullable Throwable failure;

    private final int takes;

    FakeEnvoy(ManagedChannel channel, Map<String, String> initialMetadata) {
        this(channel, initialMetadata, Integer.MAX_VALUE);
    }

    /** Takes so many replies, and leaves others where they are. */
    FakeEnvoy(ManagedChannel channel, Map<String, String> initialMetadata, int takes) {
        this.takes = takes;
        io.grpc.Metadata metadata = new io.grpc.Metadata();
        initialMetadata.forEach((name, value) ->
                metadata.put(io.grpc.Metadata.Key.of(name, io.grpc.Metadata.ASCII_STRING_MARSHALLER), value));
        ExternalProcessorGrpc.ExternalProcessorStub stub = ExternalProcessorGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
        Context before = context.attach();
        try {
            service = stub.process(this);
        } finally {
            context.detach(before);
        }
    }

    static ManagedChannel channel(String name) {
        return InProcessChannelBuilder.forName(name).directExecutor().build();
    }

    FakeEnvoy requestHeaders(Map<String, String> headers, boolean last) {
        return requestHeaders(lines(headers), "192.0.2.7:4711", last, Metadata.getDefaultInstance());
    }

    /** Of a request whose body follows, on a connection of that protocol. */
    FakeEnvoy requestHeaders(Map<String, String> headers, String protocol) {
        return send(attribute(
                ProcessingRequest.newBuilder().setRequestHeaders(headers(lines(headers), false)),
                "request.protocol",
                protocol));
    }

    FakeEnvoy requestHeaders(List<HeaderValue> lines, @Nullable String source, boolean last, Metadata metadata) {
        ProcessingRequest.Builder request = ProcessingRequest.newBuilder()
                .setRequestHeaders(headers(lines, last))
                .setMetadataContext(metadata);
        return send(source == null ? request : attribute(request, "source.address", source));
    }

    /** On an open connection. */
    FakeEnvoy attemptHeaders(String backend, ProcessingResponse routerReply) {
        return attemptHeaders(
                Map.of(Attempt.BACKEND_ATTRIBUTE, backend, Attempt.CONNECTION_ATTRIBUTE, "192.0.2.1:4242"),
                routerReply);
    }

    /** Before there is a connection. */
    FakeEnvoy unconnectedHeaders(String backend, ProcessingResponse routerReply) {
        return attemptHeaders(Map.of(Attempt.BACKEND_ATTRIBUTE, backend), routerReply);
    }

    private FakeEnvoy attemptHeaders(Map<String, String> attributes, ProcessingResponse routerReply) {
        Struct known =
                routerReply.getDynamicMetadata().getFieldsOrThrow("modeenvoy").getStructValue();
        return send(attributes(
                ProcessingRequest.newBuilder()
                        .setRequestHeaders(headers(List.of(), false))
                        .setMetadataContext(Metadata.newBuilder().putFilterMetadata("modeenvoy", known)),
                attributes));
    }

    FakeEnvoy requestBody(String body, boolean last) {
        return send(ProcessingRequest.newBuilder()
                .setRequestBody(HttpBody.newBuilder()
                        .setBody(ByteString.copyFromUtf8(body))
                        .setEndOfStream(last)));
    }

    FakeEnvoy requestTrailers() {
        return send(ProcessingRequest.newBuilder()
                .setRequestTrailers(HttpTrailers.newBuilder()
                        .setTrailers(HeaderMap.newBuilder().addAllHeaders(lines(Map.of("x-checksum", "1"))))));
    }

    FakeEnvoy responseHeaders(Map<String, String> headers, String details, boolean last) {
        return send(attribute(
                ProcessingRequest.newBuilder().setResponseHeaders(headers(lines(headers), last)),
                "response.code_details",
                details));
    }

    /** With the backend of the last attempt and the number of attempts. */
    FakeEnvoy responseHeaders(Map<String, String> headers, String details, String backend, int attempts, boolean last) {
        return send(attributes(
                ProcessingRequest.newBuilder().setResponseHeaders(headers(lines(headers), last)),
                Map.of(
                        LocalReply.DETAILS_ATTRIBUTE,
                        details,
                        Attempt.BACKEND_ATTRIBUTE,
                        backend,
                        LocalReply.ATTEMPTS_ATTRIBUTE,
                        Integer.toString(attempts))));
    }

    FakeEnvoy responseBody(String body, boolean last) {
        return responseBody(ByteString.copyFromUtf8(body), last);
    }

    FakeEnvoy responseBody(ByteString body, boolean last) {
        return send(ProcessingRequest.newBuilder()
                .setResponseBody(HttpBody.newBuilder().setBody(body).setEndOfStream(last)));
    }

    FakeEnvoy responseTrailers() {
        return send(ProcessingRequest.newBuilder()
                .setResponseTrailers(HttpTrailers.newBuilder()
                        .setTrailers(HeaderMap.newBuilder().addAllHeaders(lines(Map.of("x-checksum", "1"))))));
    }

    private FakeEnvoy send(ProcessingRequest.Builder request) {
        service.onNext(request.build());
        return this;
    }

    private static ProcessingRequest.Builder attribute(ProcessingRequest.Builder request, String name, String value) {
        return attributes(request, Map.of(name, value));
    }

    private static Value attribute(String name, String value) {
        Value.Builder built = Value.newBuilder();
        return name.equals(LocalReply.ATTEMPTS_ATTRIBUTE)
                ? built.setNumberValue(Integer.parseInt(value)).build()
                : built.setStringValue(value).build();
    }

    private static ProcessingRequest.Builder attributes(
            ProcessingRequest.Builder request, Map<String, String> attributes) {
        Struct.Builder struct = Struct.newBuilder();
        attributes.forEach((name, value) -> struct.putFields(name, attribute(name, value)));
        return request.putAttributes("envoy.filters.http.ext_proc", struct.build());
    }

    static List<HeaderValue> lines(Map<String, String> headers) {
        List<HeaderValue> lines = new ArrayList<>();
        new TreeMap<>(headers).forEach((name, value) -> lines.add(line(name, value)));
        return lines;
    }

    static HeaderValue line(String name, String value) {
        return HeaderValue.newBuilder()
                .setKey(name)
                .setRawValue(ByteString.copyFromUtf8(value))
                .build();
    }

    private static HttpHeaders headers(List<HeaderValue> lines, boolean last) {
        return HttpHeaders.newBuilder()
                .setHeaders(HeaderMap.newBuilder().addAllHeaders(lines))
                .setEndOfStream(last)
                .build();
    }

    /** Envoy is done with the stream. */
    void halfClose() {
        service.onCompleted();
    }

    /** Envoy is gone. */
    void cancel() {
        context.cancel(null);
    }

    /** The next reply. */
    ProcessingResponse reply() {
        ProcessingResponse next = replies.poll();
        if (next == null) {
            throw new AssertionError("no reply; the stream is " + (failure == null ? "open" : "failed: " + failure));
        }
        return next;
    }

    boolean silent() {
        return replies.isEmpty();
    }

    boolean completed() {
        return completed;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    /** The next reply, which answers the client. */
    ImmediateResponse answer() {
        ProcessingResponse next = reply();
        if (!next.hasImmediateResponse()) {
            throw new AssertionError("no answer to the client but " + next);
        }
        return next.getImmediateResponse();
    }

    static Map<String, String> set(HeaderMutation mutation) {
        Map<String, String> set = new TreeMap<>();
        for (HeaderValueOption option : mutation.getSetHeadersList()) {
            set.put(
                    option.getHeader().getKey(),
                    option.getHeader().getRawValue().toStringUtf8());
        }
        return set;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ProcessingRequest> stream) {
        if (takes < Integer.MAX_VALUE) {
            stream.disableAutoRequestWithInitial(takes);
        }
    }

    @Override
    public void onNext(ProcessingResponse response) {
        replies.add(response);
    }

    @Override
    public void onError(Throwable error) {
        failure = error;
    }

    @Override
    public void onCompleted() {
        completed = true;
    }
}
