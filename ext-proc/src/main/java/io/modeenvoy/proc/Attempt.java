package io.modeenvoy.proc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.grpc.stub.StreamObserver;
import io.modeenvoy.policy.Names;
import io.modeenvoy.proc.charge.Bounds;
import io.modeenvoy.proc.openai.ApiError;
import io.modeenvoy.service.AskingProxy;
import java.util.Optional;

/** The stream of one attempt at an upstream: one message, answered with headers and body for the backend that Envoy chose. */
final class Attempt implements StreamObserver<ProcessingRequest> {
    static final String BACKEND_ATTRIBUTE = "xds.upstream_host_metadata.filter_metadata['" + Names.BACKEND_METADATA
            + "']['" + Names.BACKEND_METADATA_KEY + "']";

    /** Our end of the connection, absent while there is none. */
    static final String CONNECTION_ATTRIBUTE = "upstream.local_address";

    private final OpenCalls calls;
    private final AskingProxy proxy;
    private final StreamObserver<ProcessingResponse> envoy;

    Attempt(OpenCalls calls, AskingProxy proxy, StreamObserver<ProcessingResponse> envoy) {
        this.calls = calls;
        this.proxy = proxy;
        this.envoy = envoy;
    }

    @Override
    public void onNext(ProcessingRequest request) {
        if (request.hasRequestHeaders()) {
            envoy.onNext(reply(request));
        }
    }

    private ProcessingResponse reply(ProcessingRequest request) {
        Optional<OpenCalls.Kept> kept = calls.find(exchange(request))
                .filter(call -> call.proxy().identity().equals(proxy.identity()));
        if (kept.isEmpty()) {
            return refused(Refusals.UNKNOWN_ATTEMPT);
        }
        String backend = Head.attribute(request, BACKEND_ATTRIBUTE);
        return kept.get()
                .call()
                .backend(backend)
                .map(bounds -> written(
                        kept.get(),
                        bounds,
                        !Head.attribute(request, CONNECTION_ATTRIBUTE).isEmpty()))
                .orElseGet(() -> refused(Refusals.UNKNOWN_ATTEMPT));
    }

    private static ProcessingResponse written(OpenCalls.Kept kept, Bounds backend, boolean connected) {
        ByteString body = backend.patch().apply(kept.body(), kept.call().scan());
        Optional<Headers> headers = Outbound.attempt(kept.call(), backend.target(), body.size());
        if (headers.isEmpty()) {
            return refused(Refusals.NO_CREDENTIAL);
        }
        kept.attempts().begin(backend, connected);
        return Replies.attempt(headers.get(), body);
    }

    private static String exchange(ProcessingRequest request) {
        return request.getMetadataContext()
                .getFilterMetadataOrDefault(Names.METADATA, Struct.getDefaultInstance())
                .getFieldsOrDefault("exchange", Value.getDefaultInstance())
                .getStringValue();
    }

    private static ProcessingResponse refused(ApiError error) {
        return Replies.error(error, new Headers(), Struct.getDefaultInstance());
    }

    @Override
    public void onError(Throwable cancelled) {
        // Envoy gave the attempt up; the call's own exchange settles.
    }

    @Override
    public void onCompleted() {
        envoy.onCompleted();
    }
}
