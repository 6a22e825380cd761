package io.modeenvoy.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Spans of time as people type them: {@code 90d}, {@code 12h}, {@code 30m}, {@code 10s}. */
final class Lifetime {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})([dhms])");

    private Lifetime() {}

    static Duration parse(CommandSpec spec, String option, String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + ": " + text + " (expected: a number and d, h, m or s, for example 90d)");
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "d" -> Duration.ofDays(number);
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
