package io.modeenvoy.file;

import com.google.re2j.Pattern;
import java.util.Collection;
import java.util.Map;

/** What the commoner regular expressions of the schemas mean, for people. */
final class PatternWords {
    private static final String HOST = "[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("([0-9]{1,5}(h|m|s|ms)){1,4}", "a duration such as 20s, 5m or 1h30m"),
            Map.entry("([*][.])?" + HOST, "a host name in lower case, possibly *.example.com"),
            Map.entry(HOST, "lower-case letters, digits, - and ."),
            Map.entry("[a-z0-9]([-a-z0-9]*[a-z0-9])?", "lower-case letters, digits and -"),
            Map.entry("([^*\\s]+[*]?|[*])", "the name of a model, a prefix ending in *, or *"),
            Map.entry("[0-9]{1,18}([.][0-9]{1,9})?", "a decimal number such as 2000000 or 25.50"),
            Map.entry("[0-9]{1,9}([.][0-9]{1,9})?", "a price such as 0.15"),
            Map.entry("[A-Z]{3}", "a currency such as USD"),
            Map.entry("[A-Za-z0-9+/]{43}=", "the 32 bytes of a digest in Base64, never the key itself"),
            Map.entry("[0-9a-fA-F.:]+/[0-9]{1,3}", "an address range such as 10.0.0.0/8"),
            Map.entry(
                    "https?://[A-Za-z0-9._-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?",
                    "an http or https URL without query"));

    private PatternWords() {}

    /** Everything there are words for. */
    static Collection<String> all() {
        return WORDS.values();
    }

    static String of(Pattern pattern) {
        String bare = pattern.pattern().replace("\\*", "[*]").replace("\\.", "[.]");
        String inner = bare.startsWith("^") && bare.endsWith("$") ? bare.substring(1, bare.length() - 1) : bare;
        return WORDS.getOrDefault(inner, "to match " + pattern.pattern());
    }
}
