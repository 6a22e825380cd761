package io.modeenvoy.testkit.services;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HeaderMap;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ExternalProcessorGrpc;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpBody;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpHeaders;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What a proxy asks the services, with whatever it likes to claim. An answer is a few words; a call that fails answers with its status' code. */
public final class Questions {
    private static final Metadata.Key<String> ENTRY =
            Metadata.Key.of("x-modeenvoy-entry", Metadata.ASCII_STRING_MARSHALLER);

    private final Channel channel;

    public Questions(Channel channel) {
        this.channel = channel;
    }

    /** A chat call that came in by {@code entry}: {@code forwarded} with the credential of its provider, or {@code answered} with a status. */
    public String exchange(String entry, String source, String key, String model) {
        Metadata metadata = new Metadata();
        metadata.put(ENTRY, entry);
        CompletableFuture<ProcessingResponse> first = new CompletableFuture<>();
        StreamObserver<ProcessingRequest> service = ExternalProcessorGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
                .process(new First(first));
        HeaderMap.Builder headers = HeaderMap.newBuilder();
        headers(key)
                .forEach((name, value) -> headers.addHeaders(
                        HeaderValue.newBuilder().setKey(name).setRawValue(ByteString.copyFromUtf8(value))));
        service.onNext(ProcessingRequest.newBuilder()
                .setRequestHeaders(HttpHeaders.newBuilder().setHeaders(headers))
                .putAttributes(
                        "envoy.filters.http.ext_proc",
                        Struct.newBuilder()
                                .putFields(
                                        "source.address",
                                        Value.newBuilder()
                                                .setStringValue(source + ":4711")
                                                .build())
                                .build())
                .build());
        service.onNext(ProcessingRequest.newBuilder()
                .setRequestBody(HttpBody.newBuilder()
                        .setBody(ByteString.copyFromUtf8("{\"model\":\"" + model + "\",\"messages\":[]}"))
                        .setEndOfStream(true))
                .build());
        return words(() -> first.handle((reply, failure) -> {
                    if (failure instanceof StatusRuntimeException status) {
                        return status.getStatus().getCode().name();
                    }
                    service.onError(io.grpc.Status.CANCELLED.asException());
                    return reply.hasImmediateResponse()
                            ? "answered "
                                    + reply.getImmediateResponse().getStatus().getCodeValue()
                            : "forwarded " + credential(reply);
                })
                .join());
    }

    /** Whether a call of {@code route} may go on: {@code allowed}, or {@code denied} with a status. */
    public String authorize(String route, String source, String key) {
        AttributeContext attributes = AttributeContext.newBuilder()
                .setSource(AttributeContext.Peer.newBuilder()
                        .setAddress(Address.newBuilder()
                                .setSocketAddress(SocketAddress.newBuilder().setAddress(source))))
                .setRequest(AttributeContext.Request.newBuilder()
                        .setHttp(AttributeContext.HttpRequest.newBuilder()
                                .setPath("/")
                                .putAllHeaders(headers(key))))
                .putContextExtensions("modeenvoy.route", route)
                .build();
        return words(() -> {
            CheckResponse response = AuthorizationGrpc.newBlockingStub(channel)
                    .check(CheckRequest.newBuilder().setAttributes(attributes).build());
            return response.hasDeniedResponse()
                    ? "denied " + response.getDeniedResponse().getStatus().getCodeValue()
                    : "allowed";
        });
    }

    /** Whether the budgets of {@code route} have room: {@code OK} or {@code OVER_LIMIT}. */
    public String limit(String route) {
        RateLimitRequest request = RateLimitRequest.newBuilder()
                .setDomain("modeenvoy")
                .addDescriptors(RateLimitDescriptor.newBuilder()
                        .addEntries(RateLimitDescriptor.Entry.newBuilder()
                                .setKey("route")
                                .setValue(route)))
                .build();
        return words(() -> RateLimitServiceGrpc.newBlockingStub(channel)
                .shouldRateLimit(request)
                .getOverallCode()
                .name());
    }

    /** Any method, asked with an empty message: {@code answered} if there is one. */
    public String method(String fullName) {
        MethodDescriptor<Empty, Empty> method = MethodDescriptor.<Empty, Empty>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(fullName)
                .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .build();
        return words(() -> {
            ClientCalls.blockingUnaryCall(channel, method, io.grpc.CallOptions.DEFAULT, Empty.getDefaultInstance());
            return "answered";
        });
    }

    /** An empty key is none. */
    private static Map<String, String> headers(String key) {
        Map<String, String> headers =
                new TreeMap<>(Map.of(":method", "POST", ":path", "/v1/chat/completions", ":authority", "test"));
        if (!key.isEmpty()) {
            headers.put("x-api-key", key);
        }
        return headers;
    }

    private static String credential(ProcessingResponse reply) {
        return reply.getRequestHeaders().getResponse().getHeaderMutation().getSetHeadersList().stream()
                .map(option -> option.getHeader())
                .filter(header -> header.getKey().equals("authorization"))
                .map(header -> header.getRawValue().isEmpty()
                        ? header.getValue()
                        : header.getRawValue().toStringUtf8())
                .findFirst()
                .orElse("without credential");
    }

    private static String words(Supplier<String> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode().name();
        }
    }

    /** Waits for the first message. */
    private record First(CompletableFuture<ProcessingResponse> reply) implements StreamObserver<ProcessingResponse> {
        @Override
        public void onNext(ProcessingResponse response) {
            reply.complete(response);
        }

        @Override
        public void onError(Throwable failure) {
            reply.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            reply.completeExceptionally(io.grpc.Status.UNKNOWN.asRuntimeException());
        }
    }
}
