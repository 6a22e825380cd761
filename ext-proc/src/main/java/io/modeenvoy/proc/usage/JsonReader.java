package io.modeenvoy.proc.usage;

import com.google.protobuf.ByteString;

/** Reads an answer that is one JSON document, without keeping it. */
final class JsonReader implements AnswerReader {
    private final JsonWalk walk = new JsonWalk(JsonWalk.Shape.DOCUMENT);

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
        return new Reading(walk.reported(), walk.usageComplete(), walk.model(), walk.pieces(), walk.contentBytes());
    }
}
