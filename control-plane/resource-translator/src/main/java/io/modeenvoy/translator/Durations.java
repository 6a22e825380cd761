package io.modeenvoy.translator;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gateway API durations (GEP-2257): {@code 1h30m}, {@code 500ms}. */
final class Durations {
    private static final Pattern WHOLE = Pattern.compile("([0-9]{1,5}(h|m|s|ms)){1,4}");
    private static final Pattern PART = Pattern.compile("([0-9]{1,5})(ms|h|m|s)");

    private Durations() {}

    /** Null for an absent one; a wrong one is reported and counts as absent. */
    static @Nullable Duration parse(@Nullable String text, Reporter reporter, String field) {
        if (text == null) {
            return null;
        }
        if (!WHOLE.matcher(text).matches()) {
            reporter.refused(
                    field, Reasons.UNSUPPORTED_VALUE, text + " (expected: a duration, for example 30s or 1m30s)");
            return null;
        }
        return sum(text);
    }

    private static Duration sum(String text) {
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            sum = sum.plus(of(Long.parseLong(part.group(1)), part.group(2)));
        }
        return sum;
    }

    private static Duration of(long count, String unit) {
        return switch (unit) {
            case "h" -> Duration.ofHours(count);
            case "m" -> Duration.ofMinutes(count);
            case "s" -> Duration.ofSeconds(count);
            case "ms" -> Duration.ofMillis(count);
            default -> throw new IllegalStateException("unit: " + unit);
        };
    }
}
