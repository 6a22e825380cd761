package io.modeenvoy.translator;

import io.modeenvoy.ir.ObjectRef;
import java.util.function.Supplier;

/**
 * A question about one object of a user's. A bug of ours on the way to its answer costs that object, which is told; all others go on. So does an object too large for our stack or memory: the limits
 * ({@code SizeLimit}) keep that from happening, and this keeps it from spreading.
 */
interface ObjectQuery<T> extends Query<T> {
    /** The object it is about. */
    ObjectRef owner();

    /** The answer, as long as we have made no mistake. */
    T work(Scope scope);

    /** The answer for an object that we stumble over: it gives nobody anything. */
    T nothing();

    @Override
    default T answer(Scope scope) {
        return attempt(new Reporter(scope, owner()), () -> work(scope), this::nothing);
    }

    /** The same for a part of another question that is about one object. */
    static <T> T attempt(Reporter reporter, Supplier<T> work, Supplier<T> nothing) {
        try {
            return work.get();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            reporter.refused("", Reasons.INTERNAL_ERROR, words(e));
            return nothing.get();
        }
    }

    /** Without the exception's message, which may hold what nobody should read. */
    private static String words(Throwable exception) {
        StackTraceElement[] trace = exception.getStackTrace();
        String place = trace.length == 0 ? "" : " at " + trace[0].getFileName() + ":" + trace[0].getLineNumber();
        return "internal error " + exception.getClass().getSimpleName() + place
                + " (expected: none; this is a bug in Mode Envoy, please report it with this object; all other objects go on)";
    }
}
