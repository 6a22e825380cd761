package io.modeenvoy.incremental;

/** Stands for the answer of a question that could not be worked out: whoever asks it gets the exception, now and until something it was made from changes. */
record Failure(RuntimeException exception) {
    /** A real answer as it is. */
    static Object unless(Object answer) {
        if (answer instanceof Failure failure) {
            throw failure.exception();
        }
        return answer;
    }
}
