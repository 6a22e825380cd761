package io.modeenvoy.translator;

import io.modeenvoy.ir.Diagnostic;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers of one translation with all they were made from. Immutable. */
public final class Memo {
    private static final Memo EMPTY = new Memo(null, Map.of());

    private final @Nullable TranslatorOptions options;
    private final Map<Query<?>, Entry> entries;

    Memo(@Nullable TranslatorOptions options, Map<Query<?>, Entry> entries) {
        this.options = options;
        this.entries = entries;
    }

    /**
     * An answer.
     *
     * @param reads in the order they were made: as long as one stands, the next one would be asked again
     */
    record Entry(Object answer, List<Read> reads, List<Diagnostic> diagnostics) {}

    /** Of the first translation. */
    public static Memo empty() {
        return EMPTY;
    }

    /** The answers that may still hold under {@code now}. */
    Map<Query<?>, Entry> entries(TranslatorOptions now) {
        return now.equals(options) ? entries : Map.of();
    }

    /** How many answers it holds. */
    public int size() {
        return entries.size();
    }
}
