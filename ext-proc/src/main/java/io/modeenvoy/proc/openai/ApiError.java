package io.modeenvoy.proc.openai;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * An error in OpenAI's shape.
 *
 * @param type the family: {@code invalid_request_error}, {@code authentication_error}, {@code insufficient_quota} …
 * @param code the stable reason that programs may look at
 * @param param the request's field at fault; null = none
 */
public record ApiError(
        int status, String type, String code, @Nullable String param, String message) {

    private static final ByteString EVENT = ByteString.copyFromUtf8("event: error\ndata: ");
    private static final ByteString DATA = ByteString.copyFromUtf8("data: ");
    private static final ByteString BORDER = ByteString.copyFromUtf8("\n\n");
    private static final ByteString DONE = ByteString.copyFromUtf8("data: [DONE]\n\n");

    /** The client's mistake. */
    public static ApiError invalid(int status, String code, @Nullable String param, String message) {
        return new ApiError(status, "invalid_request_error", code, param, message);
    }

    /** A field of the body is not what it must be. */
    public static ApiError field(String param, String message) {
        return invalid(400, "invalid_value", param, message);
    }

    /** Nobody's mistake but ours or the provider's. */
    public static ApiError server(int status, String code, String message) {
        return new ApiError(status, "api_error", code, null, message);
    }

    /** A refusal by the access decision. */
    public static ApiError denied(int status, String code, String message) {
        return new ApiError(status, typeOf(status), code, null, message);
    }

    private static String typeOf(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            default -> "invalid_request_error";
        };
    }

    /** {@code {"error":{"message":…,"type":…,"param":…,"code":…}}}. */
    public ByteString body() {
        return JsonText.object(json -> {
            json.writeObjectFieldStart("error");
            json.writeStringField("message", message);
            json.writeStringField("type", type);
            json.writeStringField("param", param);
            json.writeStringField("code", code);
            json.writeEndObject();
        });
    }

    /** The same as the last events of a stream, after the answer has begun: the error, and what such a stream ends with. */
    public ByteString events(Endpoint endpoint) {
        return endpoint == Endpoint.RESPONSES
                ? EVENT.concat(responsesError()).concat(BORDER)
                : DATA.concat(body()).concat(BORDER).concat(DONE);
    }

    /** {@code {"type":"error","code":…,"message":…,"param":…}}. */
    private ByteString responsesError() {
        return JsonText.object(json -> {
            json.writeStringField("type", "error");
            json.writeStringField("code", code);
            json.writeStringField("message", message);
            json.writeStringField("param", param);
        });
    }
}
