package io.modeenvoy.authz;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.service.auth.v3.DeniedHttpResponse;
import io.envoyproxy.envoy.service.auth.v3.OkHttpResponse;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import io.modeenvoy.access.Denial;
import io.modeenvoy.policy.Caller;
import io.modeenvoy.policy.Names;
import io.modeenvoy.policy.RouteRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decisions in Envoy's words. */
final class Answers {
    private Answers() {}

    /** Yes: identity headers are set, or removed where there is nothing to say, and the credential is taken away. */
    static CheckResponse allow(Caller caller, @Nullable RouteRef route, List<String> credentialHeaders) {
        OkHttpResponse.Builder ok = OkHttpResponse.newBuilder().addAllHeadersToRemove(credentialHeaders);
        identity(ok, Names.TENANT_HEADER, caller.tenant());
        identity(ok, Names.CONSUMER_HEADER, caller.consumer());
        identity(ok, Names.KEY_HEADER, caller.key());
        identity(ok, Names.KEY_ID_HEADER, caller.keyId());
        Struct.Builder metadata = Struct.newBuilder();
        put(metadata, "tenant", caller.tenant());
        put(metadata, "consumer", caller.consumer());
        put(metadata, "key", caller.key());
        put(metadata, "key_id", caller.keyId());
        put(metadata, "route", route);
        return CheckResponse.newBuilder()
                .setStatus(Status.newBuilder().setCode(Code.OK_VALUE))
                .setOkResponse(ok)
                .setDynamicMetadata(metadata)
                .build();
    }

    /** No: the client gets the code and the message, the access log the detail. */
    static CheckResponse deny(Denial denial, @Nullable RouteRef route) {
        DeniedHttpResponse.Builder denied = DeniedHttpResponse.newBuilder()
                .setStatus(HttpStatus.newBuilder().setCodeValue(denial.status()))
                .setBody(ErrorBody.json(denial))
                .addHeaders(header("content-type", "application/json"));
        if (denial.status() == 401) {
            denied.addHeaders(header("www-authenticate", "Bearer realm=\"modeenvoy\""));
        } else if (denial.status() == 503) {
            denied.addHeaders(header("retry-after", "1"));
        }
        Struct.Builder metadata = Struct.newBuilder();
        put(metadata, "denied", denial.code());
        put(metadata, "detail", denial.detail());
        put(metadata, "route", route);
        return CheckResponse.newBuilder()
                .setStatus(Status.newBuilder().setCode(code(denial.status())).setMessage(denial.code()))
                .setDeniedResponse(denied)
                .setDynamicMetadata(metadata)
                .build();
    }

    private static int code(int status) {
        return switch (status) {
            case 400 -> Code.INVALID_ARGUMENT_VALUE;
            case 401 -> Code.UNAUTHENTICATED_VALUE;
            case 503 -> Code.UNAVAILABLE_VALUE;
            default -> Code.PERMISSION_DENIED_VALUE;
        };
    }

    private static void identity(OkHttpResponse.Builder ok, String name, @Nullable Object value) {
        if (value == null) {
            ok.addHeadersToRemove(name);
        } else {
            ok.addHeaders(header(name, value.toString()));
        }
    }

    private static void put(Struct.Builder metadata, String name, @Nullable Object value) {
        if (value != null) {
            metadata.putFields(
                    name, Value.newBuilder().setStringValue(value.toString()).build());
        }
    }

    /** {@code value}, not {@code raw_value}: Envoy's ext_authz takes the latter as empty. */
    private static HeaderValueOption header(String name, String value) {
        return HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value))
                .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
                .build();
    }
}
