package io.modeenvoy.proc;

import com.google.protobuf.ByteString;
import io.modeenvoy.proc.charge.Bounds;
import io.modeenvoy.proc.usage.AnswerReader;
import io.modeenvoy.proc.usage.Reading;
import io.modeenvoy.proc.usage.Tokens;
import io.modeenvoy.proc.usage.Usage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A provider's answer while it passes. Owned by its exchange. */
final class Answer {
    private final Bounds backend;
    private final int status;
    private final AnswerReader reader;
    private @Nullable Instant firstToken;
    private @Nullable Usage told;

    Answer(Bounds backend, int status, AnswerReader reader) {
        this.backend = backend;
        this.status = status;
        this.reader = reader;
    }

    Bounds backend() {
        return backend;
    }

    int status() {
        return status;
    }

    @Nullable
    Instant firstToken() {
        return firstToken;
    }

    @Nullable
    String model() {
        return reader.reading().model();
    }

    /** What to relay of {@code chunk}. */
    ByteString relay(ByteString chunk, boolean last, Instant now) {
        ByteString relayed = reader.accept(chunk, last);
        if (firstToken == null && reader.reading().pieces() > 0) {
            firstToken = now;
        }
        return relayed;
    }

    /**
     * Whether there is news for the access log, which shows of a cut answer what it was told last. Output that grew by a 32nd or less is none: a long answer
     * is told seldom, and what is not told is little.
     */
    boolean news() {
        Usage now = usage();
        Usage before = told;
        if (before != null && before.source() == now.source()) {
            long known = before.tokens().output();
            if (now.tokens().output() - known <= known / 32) {
                return false;
            }
        }
        told = now;
        return true;
    }

    /** What was used, as far as can be told now; an error of the provider is free unless it says otherwise. */
    Usage usage() {
        Reading reading = reader.reading();
        Tokens reported = reading.reported();
        if (reported != null && reading.complete()) {
            return Usage.reported(reported);
        } else if (status >= 400) {
            return Usage.none();
        }
        long output = backend.size().endpoint().generates() ? reading.countedOutput() : 0;
        Tokens least = reported == null
                ? new Tokens(backend.countedInput(), 0, output, 0)
                : new Tokens(
                        reported.input(), reported.cached(), Math.max(reported.output(), output), reported.reasoning());
        return Usage.atLeast(least, reader.readable() ? Usage.Source.COUNTED : Usage.Source.ASSUMED);
    }
}
