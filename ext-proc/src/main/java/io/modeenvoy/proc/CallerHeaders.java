package io.modeenvoy.proc;

import io.modeenvoy.policy.ProviderProfile;
import io.modeenvoy.proc.rule.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a client sent beside its body, as far as it matters to those it may be sent to. Never printed: a header that is let through may be confidential.
 *
 * <p>What a provider gets is a list; whatever stands on none is taken away, also what Envoy or a later client adds.
 */
final class CallerHeaders {
    /** What a client asks of the API: how it is answered, and by which edition. */
    private static final Set<String> PASSED = Set.of("accept", "anthropic-beta", "anthropic-version", "openai-beta");

    /** The id by which a call is found in Envoy's log, new for each. */
    private static final String REQUEST_ID = "x-request-id";

    /**
     * Envoy's own, of which one is the scheme, without which it finds no route. They are taken away where the request leaves Envoy, with those that it adds after us
     * ({@code HttpFilters} in xds-translator).
     */
    private static final Set<String> ENVOYS = Set.of("x-envoy-", "x-forwarded-");

    /** Headers of clients' own making. */
    private static final Pattern HINT = Pattern.compile("x-[a-z0-9-]+");

    /** What tells who calls, proves it, or leads a server elsewhere goes only where its full name is written. */
    private static final Pattern NO_HINT = Pattern.compile(
            "addr|amz|api|appengine|assert|auth|azure|b3|cert|client|cluster|consumer|country|csrf|destination|endpoint|envoy|forward|geo|goog|host"
                    + "|imsi|-ip|ip-|jwt|key|mail|method|modeenvoy|ms-|msisdn|original|passw|path|principal|proxy|real|remote|request|rewrite|secret"
                    + "|ssl|stainless|tenant|tls|token|uri|url|user|vercel|xsrf");

    private final List<String> withheld;
    private final Map<String, String> forwardable;

    private CallerHeaders(List<String> withheld, Map<String, String> forwardable) {
        this.withheld = withheld;
        this.forwardable = forwardable;
    }

    static CallerHeaders of(Head head, List<Target> targets) {
        List<String> withheld =
                head.names().filter(CallerHeaders::isWithheld).sorted().toList();
        Map<String, String> forwardable = new TreeMap<>();
        head.names()
                .filter(name -> targets.stream()
                        .anyMatch(target -> isFor(target.provider().profile(), name)))
                .forEach(name -> forwardable.put(name, head.get(name)));
        return new CallerHeaders(withheld, forwardable);
    }

    private static boolean isWithheld(String name) {
        return !name.startsWith(":")
                && !PASSED.contains(name)
                && !name.equals(REQUEST_ID)
                && ENVOYS.stream().noneMatch(name::startsWith);
    }

    /** Those that no provider gets, unless its ModelProvider says so. */
    List<String> withheld() {
        return withheld;
    }

    private static boolean isFor(ProviderProfile profile, String name) {
        List<String> forwarded = profile.forwardedHeaders();
        return forwarded.contains(name) || (forwarded.contains(ProviderProfile.HINTS) && isHint(name));
    }

    private static boolean isHint(String name) {
        return HINT.matcher(name).matches() && !NO_HINT.matcher(name).find();
    }

    /** Those that this provider gets, by name. */
    Map<String, String> forwarded(ProviderProfile profile) {
        Map<String, String> forwarded = new TreeMap<>(forwardable);
        forwarded.keySet().removeIf(name -> !isFor(profile, name));
        return forwarded;
    }

    /** Those that some backend of the rule may get. */
    Set<String> forwardable() {
        return forwardable.keySet();
    }
}
