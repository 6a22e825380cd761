package io.modeenvoy.file;

import io.modeenvoy.crd.Printable;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * A mistake in a file.
 *
 * @param file relative to the directory that was loaded
 * @param line first line it is about, from 1; 0 = the whole file
 * @param object {@code AIRoute payments/chat}; empty = not about an object
 * @param field {@code spec.rules[0].backendRefs[0].weight}; empty = not about a field
 * @param message value and expectation: {@code -1 (expected: 0..1000000)}
 */
public record FileProblem(Path file, int line, String object, String field, String message)
        implements Comparable<FileProblem> {
    private static final Comparator<FileProblem> ORDER = Comparator.comparing(FileProblem::file)
            .thenComparingInt(FileProblem::line)
            .thenComparing(FileProblem::object)
            .thenComparing(FileProblem::field)
            .thenComparing(FileProblem::message);

    public FileProblem {
        object = Printable.of(object);
        field = Printable.of(field);
        message = Printable.of(message);
    }

    @Override
    public int compareTo(FileProblem other) {
        return ORDER.compare(this, other);
    }

    /** The line {@code validate} prints: {@code AIRoute payments/chat spec.rules[0]…: -1 (expected: …)}, or the place in the file without an object. */
    @Override
    public String toString() {
        return subject() + (field.isEmpty() ? "" : " " + field) + ": " + message;
    }

    private String subject() {
        if (!object.isEmpty()) {
            return object;
        }
        return place();
    }

    /** {@code routes/chat.yaml:12}, or the file alone. */
    String place() {
        return line == 0 ? file.toString() : file + ":" + line;
    }
}
