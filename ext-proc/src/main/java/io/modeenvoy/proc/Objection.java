package io.modeenvoy.proc;

import com.google.protobuf.ByteString;
import io.modeenvoy.proc.charge.Bounds;
import io.modeenvoy.proc.openai.ApiError;
import java.util.Locale;
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
    private final DocumentEnd document = new DocumentEnd();
    private ByteString held = ByteString.EMPTY;
    private boolean over;

    private Objection(Bounds backend, int status) {
        this.backend = backend;
        this.status = status;
    }

    /** What an answer of this status and type may be; null = no such refusal. Of another type it could not be answered in words of ours. */
    static @Nullable Objection of(Bounds backend, int status, String contentType) {
        boolean possible = STATUSES.contains(status)
                && contentType.toLowerCase(Locale.ROOT).startsWith(ContentType.JSON)
                && !backend.addedFields().isEmpty();
        return possible ? new Objection(backend, status) : null;
    }

    /** What to relay: nothing until the document is there. Its end is told by itself: where trailers tell it nothing can be sent any more. */
    ByteString relay(ByteString chunk, boolean last) {
        if (over) {
            return chunk;
        }
        held = held.concat(chunk);
        boolean whole = document.endsWith(chunk) || last;
        over = whole || held.size() > LONGEST;
        return !over ? ByteString.EMPTY : held.size() <= LONGEST ? told() : held;
    }

    private ByteString told() {
        return RefusedField.of(held, backend.addedFields())
                .map(field -> error(field, held.toStringUtf8()).body())
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
