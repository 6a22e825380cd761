package io.modeenvoy.crd;

import java.util.Collection;
import java.util.Map;

/** What the regular expressions of the schemas mean, for people: in file mode, and in the rules of our CRDs that say it in a cluster. */
public final class PatternWords {
    private static final String HOST = "[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private static final String LABEL = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String PATH = "\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+";
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("([0-9]{1,5}(h|m|s|ms)){1,4}", "a duration such as 20s, 5m or 1h30m"),
            Map.entry("([*][.])?" + HOST, "a host name in lower case, possibly *.example.com"),
            Map.entry(HOST, "lower-case letters, digits, - and ."),
            Map.entry("[a-z0-9]([-a-z0-9]*[a-z0-9])?", "lower-case letters, digits and -"),
            Map.entry("([^*\\s]+[*]?|[*])", "the name of a model, a prefix ending in *, or *"),
            Map.entry("[0-9]{1,18}([.][0-9]{1,9})?", "a decimal number such as 2000000 or 25.50"),
            Map.entry("[0-9]{1,9}([.][0-9]{1,9})?", "a price such as 0.15"),
            Map.entry("(/[A-Za-z0-9._~/-]*)?", "a path such as /v1"),
            Map.entry("[A-Za-z0-9!#$%&'*+.^_`|~-]+", "a header name"),
            Map.entry("[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*", "a time zone such as Europe/Berlin"),
            Map.entry("[A-Za-z0-9]{1,64}", "at most 64 letters and digits"),
            Map.entry("[A-Za-z0-9._-]{1,63}", "at most 63 letters, digits, ., _ and -"),
            Map.entry("[0-9]+([.][0-9]+)?(m|k|Ki|M|Mi|G|Gi)?", "a quantity such as 500m or 256Mi"),
            Map.entry("[A-Z]{3}", "a currency such as USD"),
            Map.entry("[A-Za-z0-9+/]{43}=", "the 32 bytes of a digest in Base64, never the key itself"),
            Map.entry("[0-9a-fA-F.:]+/[0-9]{1,3}", "an address range such as 10.0.0.0/8"),
            Map.entry("([A-Z]+|[*])", "a method such as POST, or *"),
            Map.entry(
                    "([*]|https?://([*]|([*][.])?[a-z0-9]([-a-z0-9.]*[a-z0-9])?)(:[0-9]{1,5})?)",
                    "an origin such as https://app.example.com or https://*.example.com, or *"),
            Map.entry("[A-Za-z0-9_-]{1,64}", "the name of a field: letters, digits, _ and -"),
            Map.entry(
                    "https?://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?(\\?[A-Za-z0-9._~%&=+:,/-]*)?",
                    "an http or https URL such as https://api.openai.com/v1"),
            // Those of the Gateway API.
            Map.entry("[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?", "a kind such as Service"),
            Map.entry("$|^" + HOST, "an API group such as apps, or nothing"),
            Map.entry("[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+", "a header name"),
            Map.entry("[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?", "a word such as Accepted"),
            Map.entry("(" + HOST + "/)?(" + LABEL + ")", "a name such as app or example.com/app"),
            Map.entry("(" + LABEL + ")?", "letters, digits, -, _ and ., or nothing"),
            Map.entry(HOST + PATH, "a domain and a path such as example.com/controller"),
            Map.entry(
                    "Hostname|IPAddress|NamedAddress|" + HOST + PATH,
                    "Hostname, IPAddress, NamedAddress, or a domain and a path"),
            Map.entry(
                    "(^[*]$)|(^(http(s)?):\\/\\/((([*][.])?([a-zA-Z0-9\\-]+[.])*[a-zA-Z0-9-]+|[*])(:([0-9]{1,5}))?)$)",
                    "an origin such as https://example.com or https://*.example.com, or *"),
            Map.entry(
                    "[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|" + HOST + "\\/[A-Za-z0-9]+",
                    "a protocol such as HTTP, HTTPS or TLS"),
            Map.entry(
                    "(System|(" + HOST + "/([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]))",
                    "System, or a name such as example.com/authorities"),
            Map.entry(
                    "^(([^:/?#]+):)(//([^/?#]*))([^?#]*)(\\?([^#]*))?(#(.*))?",
                    "a URI such as spiffe://example.com/service"));

    private PatternWords() {}

    /** Everything there are words for. */
    public static Collection<String> all() {
        return WORDS.values();
    }

    /** What should stand after {@code expected: } when a value does not match. */
    public static String of(String pattern) {
        String bare = pattern.replace("\\*", "[*]").replace("\\.", "[.]");
        String inner = bare.startsWith("^") && bare.endsWith("$") ? bare.substring(1, bare.length() - 1) : bare;
        return WORDS.getOrDefault(inner, "to match " + pattern);
    }

    /** The rule, in CEL, by which an API server says those words. */
    public static String rule(String pattern) {
        return "self.matches(r\"" + pattern + "\")";
    }
}
