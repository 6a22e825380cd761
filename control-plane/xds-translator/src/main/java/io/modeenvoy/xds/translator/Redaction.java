package io.modeenvoy.xds.translator;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.CheckSettings;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.modeenvoy.policy.proto.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import udpa.annotations.Sensitive;

/**
 * Resources without what must not be seen by people: every field that Envoy's protos call sensitive, the services' secrets, and values of headers
 * and query parameters whose name says that they carry a credential. Messages packed into others are looked into.
 */
public final class Redaction {
    static final String HIDDEN = "hidden";

    private static final Pattern CREDENTIAL = Pattern.compile(
            "authorization|cookie|api[-_]?key|token|secret|passw|credential|signature|^key$", Pattern.CASE_INSENSITIVE);
    private static final String ANY = Any.getDescriptor().getFullName();
    private static final String OUR_SECRET = Secret.getDescriptor().getFullName();
    /** Called sensitive as it may hold anything; ours names the route. */
    private static final String ROUTE_OF_AUTHZ = CheckSettings.getDescriptor().getFullName() + ".context_extensions";

    private static final String HEADER = HeaderValue.getDescriptor().getFullName();
    private static final String HEADER_MATCHER = HeaderMatcher.getDescriptor().getFullName();
    private static final String PARAMETER_MATCHER =
            QueryParameterMatcher.getDescriptor().getFullName();

    private Redaction() {}

    /** The serialised resource with its secrets hidden, or null when its type is not known here and so nothing can be promised. */
    public static @Nullable ByteString hide(String typeUrl, ByteString body) {
        Message message = XdsPrinter.parse(typeUrl, body);
        if (message == null) {
            return null;
        }
        Message hidden = hide(message);
        return hidden.equals(message) ? body : hidden.toByteString();
    }

    /** The same message when it has nothing to hide. */
    static Message hide(Message message) {
        String type = message.getDescriptorForType().getFullName();
        if (type.equals(ANY)) {
            return unpacked(message);
        }
        Message.Builder builder = message.toBuilder();
        if (type.equals(OUR_SECRET)) {
            return builder.clearField(field(message, "value")).build();
        }
        if (type.equals(HEADER) && isCredential(text(message, "key"))) {
            return builder.clearField(field(message, "raw_value"))
                    .setField(field(message, "value"), HIDDEN)
                    .build();
        }
        if ((type.equals(HEADER_MATCHER) || type.equals(PARAMETER_MATCHER)) && isCredential(text(message, "name"))) {
            return builder.setField(
                            field(message, "string_match"),
                            StringMatcher.newBuilder().setExact(HIDDEN).build())
                    .build();
        }
        return fields(message, builder);
    }

    private static Message fields(Message message, Message.Builder builder) {
        boolean changed = false;
        for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
            FieldDescriptor field = entry.getKey();
            boolean sensitive = isSensitive(field);
            if (sensitive || field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                Object hidden = value(field, entry.getValue(), sensitive);
                if (!hidden.equals(entry.getValue())) {
                    builder.setField(field, hidden);
                    changed = true;
                }
            }
        }
        return changed ? builder.build() : message;
    }

    private static boolean isSensitive(FieldDescriptor field) {
        return field.getOptions().getExtension(Sensitive.sensitive)
                && !field.getFullName().equals(ROUTE_OF_AUTHZ);
    }

    private static Object value(FieldDescriptor field, Object value, boolean sensitive) {
        if (value instanceof List<?> list) {
            List<Object> hidden = new ArrayList<>();
            list.forEach(element -> hidden.add(single(field, element, sensitive)));
            return hidden;
        }
        return single(field, value, sensitive);
    }

    private static Object single(FieldDescriptor field, Object value, boolean sensitive) {
        if (value instanceof Message message) {
            return sensitive ? conceal(message) : hide(message);
        }
        return switch (field.getJavaType()) {
            case STRING -> HIDDEN;
            case BYTE_STRING -> ByteString.copyFromUtf8(HIDDEN);
            default -> field.getDefaultValue();
        };
    }

    /** Nothing of it is left; where it can hold text, it says why. */
    private static Message conceal(Message message) {
        if (message.getDescriptorForType().getOptions().getMapEntry()) {
            FieldDescriptor value = field(message, "value");
            return message.toBuilder()
                    .setField(value, single(value, message.getField(value), true))
                    .build();
        }
        Message.Builder empty = message.newBuilderForType();
        FieldDescriptor inline = message.getDescriptorForType().findFieldByName("inline_string");
        return inline == null ? empty.build() : empty.setField(inline, HIDDEN).build();
    }

    /** What cannot be looked into loses its contents. */
    private static Message unpacked(Message any) {
        FieldDescriptor value = field(any, "value");
        ByteString hidden = hide(text(any, "type_url"), (ByteString) any.getField(value));
        return hidden != null && hidden.equals(any.getField(value))
                ? any
                : any.toBuilder()
                        .setField(value, hidden == null ? ByteString.EMPTY : hidden)
                        .build();
    }

    static @Nullable Message parse(@Nullable Descriptor type, ByteString body) {
        try {
            return type == null ? null : DynamicMessage.parseFrom(type, body);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(type.getFullName() + ": bytes of something else", e);
        }
    }

    private static boolean isCredential(String name) {
        return CREDENTIAL.matcher(name).find();
    }

    private static String text(Message message, String field) {
        return (String) message.getField(field(message, field));
    }

    private static FieldDescriptor field(Message message, String name) {
        FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
        if (field == null) {
            throw new IllegalStateException(message.getDescriptorForType().getFullName() + ": no field " + name);
        }
        return field;
    }
}
