package io.modeenvoy.xds.translator;

import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Answers every call with one code and remembers the descriptors. */
final class FakeRateLimit extends RateLimitServiceGrpc.RateLimitServiceImplBase {
    private final RateLimitResponse.Code code;
    final List<String> descriptors = new CopyOnWriteArrayList<>();

    FakeRateLimit(RateLimitResponse.Code code) {
        this.code = code;
    }

    @Override
    public void shouldRateLimit(RateLimitRequest request, StreamObserver<RateLimitResponse> out) {
        request.getDescriptorsList()
                .forEach(descriptor -> descriptors.add(request.getDomain() + " " + text(descriptor)));
        out.onNext(RateLimitResponse.newBuilder().setOverallCode(code).build());
        out.onCompleted();
    }

    private static String text(RateLimitDescriptor descriptor) {
        return descriptor.getEntriesList().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
