package io.modeenvoy.proc;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.modeenvoy.policy.Names;
import org.jspecify.annotations.Nullable;

/** Builds the dynamic metadata of the namespace {@code modeenvoy} that access logs show. */
final class CallMetadata {
    private final Struct.Builder fields = Struct.newBuilder();

    CallMetadata put(String name, @Nullable Object value) {
        if (value != null) {
            fields.putFields(
                    name, Value.newBuilder().setStringValue(value.toString()).build());
        }
        return this;
    }

    CallMetadata put(String name, long value) {
        fields.putFields(name, Value.newBuilder().setNumberValue((double) value).build());
        return this;
    }

    Struct build() {
        return Struct.newBuilder()
                .putFields(
                        Names.METADATA,
                        Value.newBuilder().setStructValue(fields).build())
                .build();
    }
}
