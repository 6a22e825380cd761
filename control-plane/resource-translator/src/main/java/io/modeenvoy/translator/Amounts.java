package io.modeenvoy.translator;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decimal strings as exact numbers. */
final class Amounts {
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,18}([.][0-9]{1,18})?");
    private static final int NANO_DIGITS = 9;

    private Amounts() {}

    /** Billionths of what is written, if it is a decimal number that can be held exactly. */
    static Optional<Long> nano(String text) {
        return exact(text, NANO_DIGITS);
    }

    /** What is written, if it is a whole number that can be held. */
    static Optional<Long> whole(String text) {
        return exact(text, 0);
    }

    private static Optional<Long> exact(String text, int digits) {
        if (!DECIMAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text).movePointRight(digits).longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }
}
