package io.modeenvoy.proc.usage;

import com.google.protobuf.ByteString;

/** Reads an answer that is one JSON document, without keeping it. */
final class JsonReader implements AnswerReader {
    private final JsonWalk walk = new JsonWalk(JsonWalk.Shape.DOCUMENT);
    private final boolean generates;

    JsonReader(boolean generates) {
        this.generates = generates;
    }

    @Override
    public ByteString accept(ByteString chunk, boolean last) {
        byte[] bytes = chunk.toByteArray();
        walk.feed(bytes, 0, bytes.length);
        if (last) {
            walk.end();
        }
        return chunk;
    }

    @Override
    public Reading reading() {
        Reported reported = walk.usage().reported(generates);
        return new Reading(reported, reported != null && walk.usageEnded(), walk.model(), walk.content());
    }
}
