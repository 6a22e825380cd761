package io.modeenvoy.policy;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;

/** The span of time over which a budget counts. */
public sealed interface BudgetWindow {
    /** For people, after an amount: {@code a calendar day}, {@code in any 90m}. */
    String inWords();

    /** A calendar unit in a time zone: starts anew at midnight, on Monday, on the first of the month. */
    record Calendar(Span span, ZoneId zone) implements BudgetWindow {
        @Override
        public String inWords() {
            return "a calendar " + span.name().toLowerCase(Locale.ROOT);
        }
    }

    /** The last {@code length} before now. */
    record Sliding(Duration length) implements BudgetWindow {
        public Sliding {
            Checks.check(length.isPositive(), "sliding: " + length + " (expected: more than 0)");
        }

        @Override
        public String inWords() {
            return "in any " + length.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
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
