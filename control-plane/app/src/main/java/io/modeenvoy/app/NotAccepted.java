package io.modeenvoy.app;

import io.modeenvoy.k8s.WantedStatus.Condition;
import java.util.List;

/** What is not accepted is not programmed either, whatever is in force of it: a part that is sound, or its last good form. Pure. */
final class NotAccepted {
    private static final String ACCEPTED = "Accepted";
    private static final String PROGRAMMED = "Programmed";
    private static final String FALSE = "False";

    private NotAccepted() {}

    /** The same conditions, which are those of one object or of one of its parents. */
    static List<Condition> in(List<Condition> conditions) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(ACCEPTED))
                .findFirst()
                .map(accepted -> conditions.stream()
                        .map(condition ->
                                condition.type().equals(PROGRAMMED) ? programmed(accepted, condition) : condition)
                        .toList())
                .orElse(conditions);
    }

    /** What stands for {@code programmed} beside {@code accepted}. */
    static Condition programmed(Condition accepted, Condition programmed) {
        return accepted.status().equals(FALSE) && !programmed.status().equals(FALSE)
                ? new Condition(
                        PROGRAMMED,
                        FALSE,
                        "NotAccepted",
                        "not as written, see Accepted; what is in force of it: " + programmed.message(),
                        programmed.observedGeneration())
                : programmed;
    }
}
