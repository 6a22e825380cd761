package io.modeenvoy.ir;

import java.util.Comparator;

/**
 * A mistake of a user, or a word to them, on their own object.
 *
 * @param field path inside the object, for example {@code spec.rules[0].backendRefs[1].name}; empty = the whole object
 * @param type the condition it belongs to
 * @param reason CamelCase word for programs
 * @param message value, expectation and way out for people: {@code anthropik (expected: a ModelProvider in payments; did you mean anthropic?)}
 */
public record Diagnostic(
        ObjectRef object, String field, ConditionType type, Severity severity, String reason, String message)
        implements Comparable<Diagnostic> {
    private static final Comparator<Diagnostic> ORDER = Comparator.comparing(Diagnostic::object)
            .thenComparing(Diagnostic::field)
            .thenComparing(Diagnostic::type)
            .thenComparing(Diagnostic::reason)
            .thenComparing(Diagnostic::message);

    /** The condition a diagnostic makes false. */
    public enum ConditionType {
        ACCEPTED("Accepted"),
        RESOLVED_REFS("ResolvedRefs"),
        PROGRAMMED("Programmed");

        private final String label;

        ConditionType(String label) {
            this.label = label;
        }

        /** The type as it stands in a status. */
        public String label() {
            return label;
        }
    }

    /** Whether it keeps something from working. */
    public enum Severity {
        /** A part of the object does not work. */
        ERROR,
        /** It works, but likely not as meant. */
        WARNING
    }

    /** An error. */
    public static Diagnostic error(ObjectRef object, String field, ConditionType type, String reason, String message) {
        return new Diagnostic(object, field, type, Severity.ERROR, reason, message);
    }

    @Override
    public int compareTo(Diagnostic other) {
        return ORDER.compare(this, other);
    }

    /** The line {@code validate} prints: {@code AIRoute payments/chat spec.rules[0]: …}. */
    @Override
    public String toString() {
        return object + (field.isEmpty() ? "" : " " + field) + ": " + message;
    }
}
