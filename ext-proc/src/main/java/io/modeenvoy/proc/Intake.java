package io.modeenvoy.proc;

import com.google.protobuf.ByteString;
import io.modeenvoy.proc.openai.ApiError;
import org.jspecify.annotations.Nullable;

/** What may come in of one request's body, and what of it, and later of its answer, is here. Owned by its exchange. */
final class Intake {
    private final ProcOptions options;
    private final BodyMemory memory;
    private BodyMemory.@Nullable Body body;

    Intake(ProcOptions options, BodyMemory memory) {
        this.options = options;
        this.memory = memory;
    }

    /** Why the body that the headers announce is not wanted; null = it is. */
    @Nullable
    ApiError announced(Admission.Asked asked) {
        Head head = asked.head();
        String encoding = head.text("content-encoding");
        if (!encoding.isEmpty() && !encoding.equals("identity")) {
            return Refusals.ENCODED;
        } else if (head.contentLength() > options.maxBodyBytes()) {
            return Refusals.tooLarge(options.maxBodyBytes());
        }
        body = memory.body(asked.sender());
        return refusal(body.fits(Math.max(0, head.contentLength())));
    }

    /** Takes a chunk; why not, or null. */
    @Nullable
    ApiError arrived(ByteString soFar, ByteString chunk) {
        if ((long) soFar.size() + chunk.size() > options.maxBodyBytes()) {
            return Refusals.tooLarge(options.maxBodyBytes());
        } else if (body == null) {
            throw new IllegalStateException("body: not announced");
        }
        return refusal(body.take(chunk.size()));
    }

    private @Nullable ApiError refusal(BodyMemory.Verdict verdict) {
        return switch (verdict) {
            case FITS -> null;
            case TOO_LARGE -> Refusals.tooLarge(options.callerBodyBytes());
            case CALLER_FULL -> Refusals.callerFull(options.callerBodyBytes());
            case FULL -> Refusals.FULL;
        };
    }

    /** Whether there is room for what waits of the answer. */
    boolean hasRoomFor(Answer answer, Outlet outlet) {
        return body == null || !answer.inflates() || body.hold(outlet.waiting()) == BodyMemory.Verdict.FITS;
    }

    /** Nothing of the body is needed any more. */
    void release() {
        if (body != null) {
            body.release();
        }
    }
}
