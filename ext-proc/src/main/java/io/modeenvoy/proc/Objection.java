package io.modeenvoy.proc;

import com.google.protobuf.ByteString;
import io.modeenvoy.proc.charge.Bounds;
import io.modeenvoy.proc.openai.ApiError;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provider's refusal of a field that the gateway added. The client wrote no such field, so it is told whose setting it is; a guess at what the provider may take
 * instead is not made. Owned by its exchange.
 */
final class Objection {
    private static final Set<Integer> STATUSES = Set.of(400, 422);
    private static final int LONGEST = 64 << 10;
    private static final int MOST_SHOWN = 400;

    private final Bounds backend;
    private final int status;
    private ByteString held = ByteString.EMPTY;
    private boolean over;

    private Objection(Bounds backend, int status) {
        this.backend = backend;
        this.status = status;
    }

    /** What an answer of this status may be; null = no such refusal. */
    static @Nullable Objection of(Bounds backend, int status) {
        return STATUSES.contains(status) && !backend.addedFields().isEmpty() ? new Objection(backend, status) : null;
    }

    /** What to relay: nothing until all is there. */
    ByteString relay(ByteString chunk, boolean last) {
        if (over) {
            return chunk;
        }
        held = held.concat(chunk);
        over = last || held.size() > LONGEST;
        return !over ? ByteString.EMPTY : last ? told() : held;
    }

    private ByteString told() {
        String said = held.toStringUtf8();
        return backend.addedFields().stream()
                .filter(said::contains)
                .findFirst()
                .map(field -> error(field, said).body())
                .orElse(held);
    }

    private ApiError error(String field, String said) {
        String setting = field.equals("stream_options")
                ? "profile.streamOptions: Never"
                : "profile.outputLimit and maxOutputTokens as the provider takes them";
        return ApiError.invalid(
                status,
                "provider_refused_field",
                field,
                "%s: the gateway sets this field, and the provider refuses it (expected: %s at its ModelProvider). The provider says: %s"
                        .formatted(
                                field,
                                setting,
                                said.length() > MOST_SHOWN ? said.substring(0, MOST_SHOWN) + "…" : said));
    }
}
