package io.modeenvoy.translator;

import io.modeenvoy.crd.SizeLimit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A look at a regular expression of RE2 that tells how large it would be compiled, without compiling it: linear in its length. It knows what makes it large (repetitions, above all those inside each
 * other); whatever else is written counts a little, never nothing, and whether it is well formed is not looked at.
 */
final class RegexSize {
    /** What is common to many alternatives is compiled once, so that the real size may be less than what is counted here. */
    private static final int MARGIN = 4;

    /** More than any limit, and far from the end of {@code long} when it is multiplied by a repetition. */
    private static final long MUCH = 1L << 40;

    /** What Envoy's RE2, which reads UTF-8 byte by byte, makes of an instruction of RE2/J at most, of a character beyond ASCII in a class, and of a Unicode class. */
    private static final int ENCODED = 10;

    private static final int ENCODED_UNICODE_CLASS = 1_500;

    /** With their closing brace. */
    private static final int LONGEST_BOUNDS = 10;

    /**
     * Old Cyrillic letters whose cases RE2/J seeks for ever with this JDK. Between two characters of a class they may lie unseen, so that where case is ignored a class has none beyond
     * ASCII; {@code \\pL} and the like are no harm.
     */
    private static final Pattern NO_CASE = Pattern.compile("[\\u1c80-\\u1c8f]");

    private static final Pattern BOUNDS = Pattern.compile("([0-9]{1,4})(,([0-9]{0,4}))?");

    private final String pattern;
    private final Deque<Group> open = new ArrayDeque<>();
    private int at;
    private int deepest;
    /** Whether a part of it ignores case. */
    private boolean folds;
    /** Whether it may name a character of {@link #NO_CASE}. */
    private boolean wide;

    private RegexSize(String pattern) {
        this.pattern = pattern;
        open.push(new Group());
    }

    /** What is too large about it; empty if it can be compiled in little time and memory. */
    static Optional<String> flaw(String pattern) {
        if (SizeLimit.REGEX_LENGTH.isExceededBy(pattern.length())) {
            return Optional.of(said(pattern.length() + " characters", SizeLimit.REGEX_LENGTH));
        }
        return new RegexSize(pattern).flaw();
    }

    private Optional<String> flaw() {
        while (at < pattern.length() && !SizeLimit.REGEX_DEPTH.isExceededBy(deepest)) {
            step();
        }
        if (SizeLimit.REGEX_DEPTH.isExceededBy(deepest)) {
            return Optional.of(said(
                    "more than " + SizeLimit.REGEX_DEPTH.most() + " groups inside each other", SizeLimit.REGEX_DEPTH));
        }
        while (open.size() > 1) {
            close();
        }
        if (folds && (wide || NO_CASE.matcher(pattern).find())) {
            return Optional.of("a character beyond ASCII in a class, or as \\x{...}, where case is ignored"
                    + " (expected: both cases of it, without (?i))");
        }
        Group whole = open.element();
        if (SizeLimit.REGEX_REPETITIONS.isExceededBy(whole.repeated)) {
            return Optional.of(said("repetitions inside repetitions", SizeLimit.REGEX_REPETITIONS));
        }
        if (SizeLimit.REGEX_ENCODED.isExceededBy(whole.encoded)) {
            return Optional.of(said("about " + whole.encoded + " instructions in Envoy", SizeLimit.REGEX_ENCODED));
        }
        return SizeLimit.REGEX_INSTRUCTIONS.isExceededBy(whole.size / MARGIN)
                ? Optional.of(said("about " + whole.size + " instructions", SizeLimit.REGEX_INSTRUCTIONS))
                : Optional.empty();
    }

    private static String said(String found, SizeLimit limit) {
        return found + " (expected: a regular expression of " + limit.expected()
                + "; fewer and smaller repetitions make it smaller)";
    }

    /** What was read of a group; the pattern is one, too. */
    private static final class Group {
        /** Instructions. */
        private long size;
        /** Those in Envoy. */
        private long encoded;
        /** The same of what was read last, to which a repetition belongs. */
        private long last;

        private long lastEncoded;
        /** The largest product of bounds inside each other. */
        private long repeated = 1;

        private long lastRepeated = 1;

        private void add(long instructions, long inEnvoy, long product) {
            last = instructions;
            lastEncoded = inEnvoy;
            lastRepeated = product;
            size = Math.min(MUCH, size + instructions);
            encoded = Math.min(MUCH, encoded + inEnvoy);
            repeated = Math.max(repeated, product);
        }

        private void add() {
            add(1, ENCODED, 1);
        }

        private void repeat(long instructions, long times) {
            long product = Math.min(MUCH, lastRepeated * times);
            long inEnvoy = Math.min(MUCH, lastEncoded * times + ENCODED);
            size -= Math.min(size, last);
            encoded -= Math.min(encoded, lastEncoded);
            add(Math.min(MUCH, instructions), inEnvoy, product);
        }
    }

    private void step() {
        char next = pattern.charAt(at++);
        Group group = open.element();
        switch (next) {
            case '(' -> open();
            case ')' -> close();
            case '[' -> group.add(1, ofClass(), 1);
            case '\\' -> escape(group);
            case '|' -> group.add();
            case '*', '+', '?' -> group.repeat(group.last + 1, 1);
            case '{' -> bounds(group);
            default -> group.add();
        }
    }

    /** {@code (}, {@code (?:}, {@code (?P<name>}; {@code (?i)} opens nothing. */
    private void open() {
        if (pattern.startsWith("?", at)) {
            boolean named = pattern.startsWith("?P", at) || pattern.startsWith("?<", at);
            while (at < pattern.length() && ":)>".indexOf(pattern.charAt(at)) < 0) {
                folds |= !named && pattern.charAt(at) == 'i';
                at++;
            }
            if (at++ >= pattern.length() || pattern.charAt(at - 1) == ')') {
                return;
            }
        }
        open.push(new Group());
        deepest = Math.max(deepest, open.size() - 1);
    }

    /** A group keeps where it began and ended: two instructions. */
    private void close() {
        if (open.size() > 1) {
            Group closed = open.pop();
            open.element().add(Math.min(MUCH, closed.size + 2), Math.min(MUCH, closed.encoded + 2), closed.repeated);
        }
    }

    private void escape(Group group) {
        char escaped = at < pattern.length() ? pattern.charAt(at++) : '\\';
        if (escaped == 'Q') {
            int end = pattern.indexOf("\\E", at);
            int stop = end < 0 ? pattern.length() : end;
            for (; at < stop; at++) {
                group.add();
            }
            at = end < 0 ? stop : end + 2;
            return;
        }
        wide |= escaped == 'x' && pattern.startsWith("{", at);
        if ("pPx".indexOf(escaped) >= 0 && pattern.startsWith("{", at)) {
            int end = pattern.indexOf('}', at);
            at = end < 0 ? pattern.length() : end + 1;
        } else if ("pP".indexOf(escaped) >= 0) {
            at++; // a class of one letter
        }
        group.add(1, "pP".indexOf(escaped) >= 0 ? ENCODED_UNICODE_CLASS : ENCODED, 1);
    }

    /** Up to the bracket that closes it; one that stands first, or in {@code [:alpha:]}, does not. What it is in Envoy. */
    private long ofClass() {
        int first = pattern.startsWith("^", at) ? at + 1 : at;
        long encoded = ENCODED;
        for (at = first; at < pattern.length(); at++) {
            char each = pattern.charAt(at);
            boolean escaped = each == '\\';
            boolean beyond = each > 0x7F || (escaped && pattern.startsWith("x{", at + 1));
            boolean unicode = escaped && (pattern.startsWith("p", at + 1) || pattern.startsWith("P", at + 1));
            wide |= beyond;
            encoded +=
                    beyond ? ENCODED : unicode ? ENCODED_UNICODE_CLASS - Math.min(encoded, ENCODED_UNICODE_CLASS) : 0;
            if (escaped) {
                at++;
            } else if (each == '[' && pattern.startsWith(":", at + 1)) {
                int end = pattern.indexOf(":]", at + 2);
                at = end < 0 ? at : end + 1;
            } else if (each == ']' && at > first) {
                at++;
                return encoded;
            }
        }
        return encoded;
    }

    /** {@code {2}}, {@code {2,}}, {@code {2,5}}; anything else after a brace is text. */
    private void bounds(Group group) {
        int end = pattern.indexOf('}', at, Math.min(pattern.length(), at + LONGEST_BOUNDS));
        String inside = end < 0 ? "" : pattern.substring(at, end);
        Matcher written = BOUNDS.matcher(inside);
        if (!written.matches()) {
            group.add();
            return;
        }
        at = end + 1;
        long least = Long.parseLong(written.group(1));
        String upper = written.group(3);
        long most = upper == null || upper.isEmpty() ? least : Long.parseLong(upper);
        long optional = Math.max(0, most - least);
        long copies = Math.max(1, least) * group.last + optional * (group.last + 1) + 1;
        group.repeat(copies, Math.max(1, Math.max(least, most)));
    }
}
