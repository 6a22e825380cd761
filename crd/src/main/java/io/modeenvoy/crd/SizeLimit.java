package io.modeenvoy.crd;

import java.util.Locale;

/** How large a text may be that a user writes, judged before any work is done on it. The lists of our own kinds have theirs in the schemas. {@code docs/reference/limits.md} is made of this. */
public enum SizeLimit {
    FILE_SIZE(4L << 20, "bytes", "a file", "the file counts as broken"),
    FILE_DOCUMENTS(50_000, "documents", "a file", "the file counts as broken"),
    DOCUMENT_VALUES(200_000, "values", "a YAML document, aliases put in place", "the document counts as broken"),
    DOCUMENT_TEXT(4L << 20, "characters", "a YAML document, aliases put in place", "the document counts as broken"),
    DOCUMENT_DEPTH(64, "levels", "a YAML document", "the document counts as broken"),
    DOCUMENT_ALIASES(1_000, "aliases", "the lists and mappings of a YAML document", "the document counts as broken"),
    OBJECT_MISTAKES(100, "mistakes", "an object in a file", "of the others their number is told"),
    REGEX_LENGTH(4_096, "characters", "a regular expression", "its match is left out"),
    REGEX_DEPTH(100, "groups", "a regular expression, inside each other", "its match is left out"),
    REGEX_REPETITIONS(
            1_000,
            "repetitions",
            "a regular expression, those inside each other multiplied; Envoy's own limit",
            "its match is left out"),
    REGEX_INSTRUCTIONS(5_000, "instructions", "a regular expression, compiled by RE2/J", "its match is left out"),
    REGEX_ENCODED(
            400_000,
            "instructions",
            "a regular expression, compiled by Envoy byte by byte; a Unicode class such as \\\\pL counts 1,500",
            "its match is left out"),
    REGEXES_OF_ROUTE(
            50_000,
            "instructions",
            "all regular expressions of an HTTPRoute or GRPCRoute",
            "the matches of those after them are left out"),
    HOSTS_OF_ROUTE(
            256,
            "hosts",
            "a route: its hostnames on every listener it hangs on, by name and listener",
            "the hosts after them do not get the route"),
    SELECTIONS_OF_AI_ROUTE(
            4_096,
            "models",
            "all matches of an AIRoute, each model of each match counted",
            "the rules after them are left out"),
    CERTIFICATES(
            1L << 20,
            "characters",
            "the certificates of one entry of a Secret or ConfigMap",
            "the entry counts as one without certificates"),
    PRIVATE_KEY(16L << 10, "characters", "a private key", "the Secret counts as broken"),
    PRIVATE_KEY_BITS(8_192, "bits", "an RSA key, and its exponent", "the Secret counts as broken"),
    SUGGESTED_NAMES(
            200, "names", "those that a mistyped name is compared with", "the names after them are not suggested"),
    SUGGESTION(63, "characters", "a mistyped name that others are suggested for", "none is suggested"),
    MESSAGE(
            1_024,
            "characters",
            "what is said of a mistake in a condition, on the command line and in a log",
            "its middle is left out"),
    CONDITION(8_192, "characters", "all mistakes of a condition in a cluster", "the middle is left out");

    private final long most;
    private final String unit;
    private final String of;
    private final String beyond;

    SizeLimit(long most, String unit, String of, String beyond) {
        this.most = most;
        this.unit = unit;
        this.of = of;
        this.beyond = beyond;
    }

    /** The largest that is good, in its unit. */
    public int most() {
        return Math.toIntExact(most);
    }

    /** Whether {@code size} is more than that. */
    public boolean isExceededBy(long size) {
        return size > most;
    }

    /** {@code at most 4096 characters}: what stands after {@code expected: }. */
    public String expected() {
        return "at most " + most + " " + unit;
    }

    /** Its line of the reference: of what, how much, and what becomes of more. */
    String row() {
        return String.format(Locale.ROOT, "| %s | %,d %s | %s |", of, most, unit, beyond);
    }
}
