package io.modeenvoy.translator;

import io.modeenvoy.crd.BudgetSpec;
import io.modeenvoy.policy.BudgetWindow;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/** A budget's window with the word that stands for it in the budget's id. */
record Windows(BudgetWindow window, String label) {
    /** Empty if it cannot be understood, which is reported. */
    static Optional<Windows> of(BudgetSpec.Window written, ZoneId zone, Reporter reporter, String field) {
        if (written.calendar() != null) {
            BudgetWindow.Span span = span(written.calendar());
            return Optional.of(new Windows(
                    new BudgetWindow.Calendar(span, zone), span.name().toLowerCase(Locale.ROOT)));
        }
        if (written.sliding() == null) {
            reporter.refused(field, Reasons.UNSUPPORTED_VALUE, "absent (expected: calendar or sliding)");
            return Optional.empty();
        }
        Duration length = Durations.parse(written.sliding(), reporter, field + ".sliding");
        if (length != null && !length.isPositive()) {
            reporter.refused(
                    field + ".sliding", Reasons.UNSUPPORTED_VALUE, written.sliding() + " (expected: more than 0)");
        }
        return Optional.ofNullable(length)
                .filter(Duration::isPositive)
                .map(positive -> new Windows(new BudgetWindow.Sliding(positive), "sliding-" + label(positive)));
    }

    private static String label(Duration length) {
        long millis = length.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    private static BudgetWindow.Span span(BudgetSpec.Calendar calendar) {
        return switch (calendar) {
            case MINUTE -> BudgetWindow.Span.MINUTE;
            case HOUR -> BudgetWindow.Span.HOUR;
            case DAY -> BudgetWindow.Span.DAY;
            case WEEK -> BudgetWindow.Span.WEEK;
            case MONTH -> BudgetWindow.Span.MONTH;
        };
    }
}
