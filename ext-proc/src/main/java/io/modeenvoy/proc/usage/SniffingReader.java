package io.modeenvoy.proc.usage;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds out by its first bytes what an answer is, for labels are often wrong: a document of JSON, events, or, if neither, what its type says. Space before it passes at
 * once, since servers send it to keep connections alive.
 */
final class SniffingReader implements AnswerReader {
    private static final List<String> FIELDS = List.of("data:", "event:", "id:", "retry:");

    private final String contentType;
    private final boolean dropUsage;
    private final boolean generates;
    private ByteString first = ByteString.EMPTY;
    private @Nullable AnswerReader reader;

    SniffingReader(String contentType, boolean dropUsage, boolean generates) {
        this.contentType = contentType.toLowerCase(Locale.ROOT);
        this.dropUsage = dropUsage;
        this.generates = generates;
    }

    @Override
    public ByteString accept(ByteString chunk, boolean last) {
        if (reader != null) {
            return reader.accept(chunk, last);
        }
        int space = first.isEmpty() ? space(chunk) : 0;
        ByteString before = chunk.substring(0, space);
        first = first.concat(chunk.substring(space));
        reader = decide(last);
        if (reader == null) {
            return before;
        }
        ByteString begun = first.size() == chunk.size() ? chunk : first;
        first = ByteString.EMPTY;
        ByteString relayed = reader.accept(begun, last);
        return before.isEmpty() ? relayed : before.concat(relayed);
    }

    /** How many bytes of white space, or of a byte order mark, it begins with. */
    private static int space(ByteString chunk) {
        int at = 0;
        while (at < chunk.size() && isSpace(chunk.byteAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte b) {
        return switch (b) {
            case ' ', '\t', '\r', '\n', (byte) 0xEF, (byte) 0xBB, (byte) 0xBF -> true;
            default -> false;
        };
    }

    /** Null = more must come. */
    private @Nullable AnswerReader decide(boolean last) {
        if (first.isEmpty()) {
            return last ? byType() : null;
        }
        byte b = first.byteAt(0);
        if (b == '{' || b == '[') {
            return new JsonReader(generates);
        } else if (b == ':') {
            return new SseReader(dropUsage, generates);
        }
        boolean open = false;
        for (String field : FIELDS) {
            ByteString name = ByteString.copyFrom(field, StandardCharsets.US_ASCII);
            if (first.startsWith(name)) {
                return new SseReader(dropUsage, generates);
            }
            open |= name.startsWith(first);
        }
        return open && !last ? null : byType();
    }

    private AnswerReader byType() {
        if (contentType.startsWith("text/event-stream")) {
            return new SseReader(dropUsage, generates);
        }
        return contentType.startsWith("application/json") ? new JsonReader(generates) : new OpaqueReader(true);
    }

    @Override
    public boolean readable() {
        return reader == null || reader.readable();
    }

    @Override
    public boolean counts() {
        return reader == null || reader.counts();
    }

    @Override
    public boolean events() {
        return reader != null && reader.events();
    }

    @Override
    public ByteString toBorder(ByteString relayed) {
        return reader == null ? relayed : reader.toBorder(relayed);
    }

    @Override
    public boolean midEvent() {
        return reader != null && reader.midEvent();
    }

    @Override
    public Reading reading() {
        return reader == null ? new Reading(null, false, null, Content.NONE) : reader.reading();
    }
}
