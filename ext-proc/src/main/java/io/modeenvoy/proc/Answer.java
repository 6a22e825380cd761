package io.modeenvoy.proc;

import com.google.protobuf.ByteString;
import io.modeenvoy.proc.charge.Bounds;
import io.modeenvoy.proc.coding.Inflation;
import io.modeenvoy.proc.coding.Piece;
import io.modeenvoy.proc.openai.ApiError;
import io.modeenvoy.proc.usage.AnswerReader;
import io.modeenvoy.proc.usage.Doubt;
import io.modeenvoy.proc.usage.Reading;
import io.modeenvoy.proc.usage.Reported;
import io.modeenvoy.proc.usage.Tokens;
import io.modeenvoy.proc.usage.Usage;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A provider's answer while it passes. Owned by its exchange. */
final class Answer {
    /** How many times the output it was allowed an answer may have before it is cut: what is counted of it may be as wrong as that. */
    private static final long TOLERATED = 2;

    private final Bounds backend;
    private final int status;
    private final Inflation inflation;
    private final AnswerReader reader;
    private final @Nullable Objection fieldRefusal;
    private final long allowedOutput;
    private Reading reading;
    private @Nullable Instant firstToken;
    private @Nullable Usage told;
    /** Whether it could not be inflated; then what came out before was no answer. */
    private boolean broken;

    Answer(Bounds backend, int status, Inflation inflation, AnswerReader reader, @Nullable Objection fieldRefusal) {
        this.backend = backend;
        this.status = status;
        this.inflation = inflation;
        this.reader = reader;
        this.fieldRefusal = fieldRefusal;
        this.allowedOutput = backend.upper().output();
        this.reading = reader.reading();
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
        return reading.model();
    }

    /** What to relay of {@code chunk}. */
    ByteString relay(ByteString chunk, boolean last, Instant now) {
        Piece piece = inflation.accept(chunk, last);
        broken |= piece.mistake() != null;
        ByteString relayed = reader.accept(piece.bytes(), last);
        reading = reader.reading();
        if (firstToken == null && reading.content().pieces() > 0) {
            firstToken = now;
        }
        return fieldRefusal == null ? relayed : fieldRefusal.relay(relayed, last);
    }

    /** Whether it goes on in another coding than it came in. */
    boolean inflates() {
        return !inflation.isIdentity();
    }

    /** Whether its body may come out other than it came in. */
    boolean changes() {
        return inflates() || backend.addsUsage() || fieldRefusal != null;
    }

    /** Nothing more comes. */
    void close() {
        inflation.close();
    }

    /** Why it must not go on; null = it may. {@code strict}: whether a strict budget counts its output. */
    @Nullable
    ApiError objection(boolean strict) {
        if (broken) {
            return Refusals.CODING;
        }
        return strict && reader.events() && !reader.midEvent() && outgrown() ? Refusals.OUTPUT_LIMIT : null;
    }

    /** Whether the provider has made far more than it was allowed, and may go on. */
    private boolean outgrown() {
        Reported reported = reading.reported();
        long least = Math.max(
                reading.content().certain(),
                reported == null ? 0 : reported.tokens().output());
        return !reading.complete() && least / TOLERATED > allowedOutput;
    }

    boolean isEvents() {
        return reader.events();
    }

    /** What was to be relayed last, and {@code error} as the end that a client gets of it. */
    ByteString lastWords(ByteString relayed, ApiError error) {
        return reader.toBorder(relayed).concat(error.events(backend.size().endpoint()));
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
        Reported reported = reading.reported();
        if (reported != null && reading.complete()) {
            return Usage.reported(reported.tokens(), doubts(reported));
        } else if (status >= 400) {
            return Usage.none();
        }
        Usage.Source source = reader.readable() && !broken ? Usage.Source.COUNTED : Usage.Source.ASSUMED;
        if (reported == null) {
            return Usage.atLeast(new Tokens(backend.countedInput(), 0, output(), 0), source);
        }
        Tokens told = reported.tokens();
        long output = Math.max(told.output(), output());
        return Usage.atLeast(new Tokens(told.input(), told.cached(), output, told.reasoning()), source);
    }

    /** Output that the provider did not report. */
    private long output() {
        if (!backend.size().endpoint().generates()) {
            return 0;
        }
        return reader.counts() && !broken ? reading.content().counted() : backend.assumedOutput();
    }

    private Set<Doubt> doubts(Reported reported) {
        Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
        doubts.addAll(reported.doubts());
        long window = backend.target().contextWindow();
        if (window > 0 && reported.tokens().input() > window) {
            doubts.add(Doubt.OVER_WINDOW);
        }
        if (backend.limited() && reported.tokens().output() > allowedOutput) {
            doubts.add(Doubt.OVER_LIMIT);
        }
        return doubts;
    }
}
