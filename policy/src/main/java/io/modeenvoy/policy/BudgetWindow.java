package io.modeenvoy.policy;

import java.time.Duration;
import java.time.ZoneId;

/** The span of time over which a budget counts. */
public sealed interface BudgetWindow {
    /** A calendar unit in a time zone: starts anew at midnight, on Monday, on the first of the month. */
    record Calendar(Span span, ZoneId zone) implements BudgetWindow {}

    /** The last {@code length} before now. */
    record Sliding(Duration length) implements BudgetWindow {
        public Sliding {
            Checks.check(length.isPositive(), "sliding: " + length + " (expected: more than 0)");
        }
    }

    /** Calendar units. */
    enum Span {
        MINUTE,
        HOUR,
        DAY,
        WEEK,
        MONTH
    }
}
