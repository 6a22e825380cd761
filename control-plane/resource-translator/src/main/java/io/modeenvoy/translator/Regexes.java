package io.modeenvoy.translator;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.modeenvoy.crd.SizeLimit;
import java.util.Optional;

/** The regular expressions of one object: each small enough for Envoy, and all of them together small enough for us. They are judged by a look before they are compiled. */
final class Regexes {
    private final Reporter reporter;
    private long instructions;

    Regexes(Reporter reporter) {
        this.reporter = reporter;
    }

    /** Whether Envoy takes it. If not, that is reported. */
    boolean isSound(String pattern, String field) {
        Optional<String> flaw = pattern.isEmpty() ? Optional.of(tooLarge("empty")) : RegexSize.flaw(pattern);
        if (flaw.isEmpty()) {
            flaw = compiled(pattern);
        }
        flaw.ifPresent(message -> reporter.refused(field, Reasons.UNSUPPORTED_VALUE, message));
        return flaw.isEmpty();
    }

    private Optional<String> compiled(String pattern) {
        if (SizeLimit.REGEXES_OF_ROUTE.isExceededBy(instructions + pattern.length())) {
            return Optional.of(pattern + " (expected: regular expressions of " + SizeLimit.REGEXES_OF_ROUTE.expected()
                    + " in one object; divide it into several)");
        }
        try {
            instructions += pattern.length();
            int size = Pattern.compile(pattern).programSize();
            instructions += size;
            return SizeLimit.REGEX_INSTRUCTIONS.isExceededBy(size)
                    ? Optional.of(tooLarge(pattern + ", " + size + " instructions"))
                    : Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(pattern + " (expected: a regular expression of RE2; " + e.getDescription() + ")");
        }
    }

    /** Envoy's RE2 needs up to about ten times as many instructions, and has room for hundred thousands. */
    private static String tooLarge(String found) {
        return found + " (expected: a regular expression of 1.." + SizeLimit.REGEX_INSTRUCTIONS.most()
                + " instructions; fewer and smaller repetitions make it smaller)";
    }
}
