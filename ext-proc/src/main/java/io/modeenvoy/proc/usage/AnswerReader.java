package io.modeenvoy.proc.usage;

import com.google.protobuf.ByteString;

/** Reads an answer while it passes. Not thread-safe; owned by its exchange. */
public sealed interface AnswerReader permits SniffingReader, SseReader, JsonReader, OpaqueReader {
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

    /** Whether what it counts is content; bytes of an unknown coding say nothing of it. */
    default boolean counts() {
        return true;
    }

    /** Whether it is a stream of events, to which one can be added. */
    default boolean events() {
        return false;
    }

    /**
     * What was relayed last, as far as another event can follow it: without the beginning of an event under way. Of one that had begun before, all, and its end, which no reader takes
     * for a good one; so it is better to wait ({@link #midEvent}).
     */
    default ByteString toBorder(ByteString relayed) {
        return relayed;
    }

    /** Whether a part of an event went out whose end has not come, and may come soon. */
    default boolean midEvent() {
        return false;
    }

    /**
     * The reader for an answer that is not compressed, or no longer.
     *
     * @param contentType what it is if its first bytes do not tell
     * @param dropUsage whether the chunk of usage alone is to be taken out of a stream
     * @param generates whether the model makes output; if not, all it uses is input
     */
    static AnswerReader of(String contentType, boolean dropUsage, boolean generates) {
        return new SniffingReader(contentType, dropUsage, generates);
    }

    /** The reader for an answer in a coding that nobody here knows. */
    static AnswerReader unreadable() {
        return new OpaqueReader(false);
    }
}
