package io.modeenvoy.proc.usage;

import com.google.protobuf.ByteString;
import java.util.Locale;

/** Reads an answer while it passes. Not thread-safe; owned by its exchange. */
public sealed interface AnswerReader permits SseReader, JsonReader, OpaqueReader {
    /**
     * Takes the next bytes of the answer.
     *
     * @param last whether the answer ends with them
     * @return what to relay now: {@code chunk} itself, or what is left of it
     */
    ByteString accept(ByteString chunk, boolean last);

    /** What is known so far. */
    Reading reading();

    /** Whether it understands what passes. */
    default boolean readable() {
        return true;
    }

    /** The reader for an answer by its headers. */
    static AnswerReader of(String contentType, String contentEncoding, boolean dropUsage) {
        String type = contentType.toLowerCase(Locale.ROOT);
        if (!contentEncoding.isEmpty() && !contentEncoding.equals("identity")) {
            return new OpaqueReader();
        } else if (type.startsWith("text/event-stream")) {
            return new SseReader(dropUsage);
        }
        return type.startsWith("application/json") ? new JsonReader() : new OpaqueReader();
    }
}
