package io.modeenvoy.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Server-sent events with the pace and the end a {@link Behaviour} asks for. One thread writes. */
final class EventStream {
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final Behaviour behaviour;
    private final JournalEntry seen;
    private int sent;

    EventStream(OutputStream out, Behaviour behaviour, JournalEntry seen) {
        this.out = out;
        this.behaviour = behaviour;
        this.seen = seen;
    }

    /** An event that carries one output token: paced, counted, and where the abort happens. */
    void token(@Nullable String event, JsonNode data) throws IOException {
        abortIfDue();
        pause(sent == 0 ? behaviour.firstChunk() : behaviour.chunkPause());
        event(event, data);
        sent++;
        seen.sent(sent);
    }

    /** Call after the last token: an abort that is due comes before the closing events. */
    void tokensDone() throws IOException {
        abortIfDue();
    }

    /** An event around the tokens; {@code event} null leaves the event's name out. */
    void event(@Nullable String event, JsonNode data) throws IOException {
        var bytes = new ByteArrayOutputStream(256);
        if (event != null) {
            bytes.writeBytes(("event: " + event + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        bytes.writeBytes("data: ".getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(Json.bytes(data));
        bytes.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
        bytes.writeTo(out);
        out.flush();
    }

    void done() throws IOException {
        out.write(DONE);
        out.flush();
    }

    private void abortIfDue() throws IOException {
        Integer after = behaviour.abortAfter();
        if (after != null && sent >= after) {
            out.flush();
            throw new AbortOnRequest();
        }
    }

    private void pause(Duration wait) throws IOException {
        if (!wait.isZero()) {
            out.flush();
            Pause.of(wait);
        }
    }
}
