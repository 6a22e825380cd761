package io.modeenvoy.app;

import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.ir.Diagnostic.ConditionType;
import io.modeenvoy.ir.Diagnostic.Severity;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.k8s.WantedStatus;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What is wrong with one object, or with a part of it; {@code generation} is the object's. */
record ObjectMistakes(List<Diagnostic> all, long generation) {
    ObjectMistakes {
        all = List.copyOf(all);
    }

    /** By object; warnings are none. */
    static Map<ObjectRef, List<Diagnostic>> byObject(Collection<Diagnostic> diagnostics) {
        return byObject(diagnostics, Severity.ERROR);
    }

    /** What works, but likely not as meant, by object. */
    static Map<ObjectRef, List<Diagnostic>> warningsByObject(Collection<Diagnostic> diagnostics) {
        return byObject(diagnostics, Severity.WARNING);
    }

    private static Map<ObjectRef, List<Diagnostic>> byObject(Collection<Diagnostic> diagnostics, Severity severity) {
        return diagnostics.stream()
                .filter(diagnostic -> diagnostic.severity() == severity)
                .collect(Collectors.groupingBy(Diagnostic::object));
    }

    ObjectMistakes where(Predicate<Diagnostic> part) {
        return new ObjectMistakes(all.stream().filter(part).toList(), generation);
    }

    ObjectMistakes of(ConditionType type) {
        return where(diagnostic -> diagnostic.type() == type);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Of the first one. */
    String reason() {
        return all.getFirst().reason();
    }

    /** All of them, each with its field. */
    String words() {
        return all.stream()
                .map(diagnostic ->
                        (diagnostic.field().isEmpty() ? "" : diagnostic.field() + ": ") + diagnostic.message())
                .collect(Collectors.joining("; "));
    }

    /** Warnings as a condition of their own: they make no other one false. None without any. */
    List<WantedStatus.Condition> warned() {
        return isEmpty()
                ? List.of()
                : List.of(new WantedStatus.Condition("Warned", "True", reason(), words(), generation));
    }

    /** True, or False in the words of the mistakes of that type. */
    WantedStatus.Condition condition(ConditionType type, String goodReason, String goodMessage) {
        ObjectMistakes wrong = of(type);
        return wrong.isEmpty()
                ? new WantedStatus.Condition(type.label(), "True", goodReason, goodMessage, generation)
                : new WantedStatus.Condition(type.label(), "False", wrong.reason(), wrong.words(), generation);
    }
}
