package io.modeenvoy.xds.translator;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.service.auth.v3.OkHttpResponse;
import io.grpc.stub.StreamObserver;
import io.modeenvoy.policy.Names;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Lets every call pass as the tenant "shop" and takes its credential away, as ext-authz does. */
final class FakeAuthz extends AuthorizationGrpc.AuthorizationImplBase {
    final List<Map<String, String>> extensions = new CopyOnWriteArrayList<>();
    final List<String> paths = new CopyOnWriteArrayList<>();

    @Override
    public void check(CheckRequest request, StreamObserver<CheckResponse> out) {
        extensions.add(request.getAttributes().getContextExtensionsMap());
        paths.add(request.getAttributes().getRequest().getHttp().getPath());
        out.onNext(CheckResponse.newBuilder()
                .setOkResponse(OkHttpResponse.newBuilder()
                        .addHeaders(HeaderValueOption.newBuilder()
                                .setHeader(HeaderValue.newBuilder()
                                        .setKey(Names.TENANT_HEADER)
                                        .setValue("shop")))
                        .addHeadersToRemove("authorization"))
                .setDynamicMetadata(Struct.newBuilder()
                        .putFields(
                                "tenant",
                                Value.newBuilder().setStringValue("shop").build()))
                .build());
        out.onCompleted();
    }
}
