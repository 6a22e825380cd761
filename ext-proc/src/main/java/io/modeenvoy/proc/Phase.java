package io.modeenvoy.proc;

import com.google.protobuf.ByteString;

/** Where an exchange is. */
sealed interface Phase {
    /** Whether the body is still to be read, or to be written for attempts to come. */
    default boolean needsBody() {
        return switch (this) {
            case Receiving _, Deciding _ -> true;
            case Forwarded(Call call) -> call.attemptLevel();
            case Opening _, Relaying _, Cut _, Refusing _, Passing _, Ended _ -> false;
        };
    }

    /** For our log. */
    default String word() {
        return getClass().getSimpleName();
    }

    /** Nothing came yet. */
    record Opening() implements Phase {}

    /** The headers are good, the body is on its way. */
    record Receiving(Admission.Asked asked, ByteString body) implements Phase {}

    /** It is refused, and the rest of its body is on its way. */
    record Refusing(HeldRefusal refused) implements Phase {}

    /** The ledger is asked. */
    record Deciding(Call call, ByteString body) implements Phase {}

    /** The request went on; no answer yet. */
    record Forwarded(Call call) implements Phase {}

    /** The provider's answer passes. */
    record Relaying(Call call, Answer answer) implements Phase {}

    /** The answer was settled and must not go on: its client and its provider are let go. */
    record Cut() implements Phase {}

    /** Nothing more of interest: whatever comes goes on unchanged. */
    record Passing() implements Phase {}

    /** We answered ourselves, or the stream is over. */
    record Ended() implements Phase {}
}
