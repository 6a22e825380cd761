package io.modeenvoy.ir;

import java.util.Locale;

/** A DNS name in lower case, {@code *.suffix}, or {@code *} for any. */
public record Hostname(String value) implements Comparable<Hostname> {
    /** Matches every host. */
    public static final Hostname ANY = new Hostname("*");

    public Hostname {
        Checks.check(value.equals(value.toLowerCase(Locale.ROOT)), "hostname: " + value + " (expected: lower case)");
        Checks.check(
                !value.isEmpty() && value.length() <= 253, "hostname: " + value + " (expected: 1..253 characters)");
    }

    /** Whether it stands for more than one host. */
    public boolean isWildcard() {
        return value.startsWith("*");
    }

    @Override
    public int compareTo(Hostname other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
