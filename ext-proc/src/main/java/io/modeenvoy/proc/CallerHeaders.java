package io.modeenvoy.proc;

import io.modeenvoy.proc.rule.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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
        for (Target target : targets) {
            for (String name : target.provider().profile().forwardedHeaders()) {
                String value = head.get(name);
                if (value != null) {
                    forwardable.put(name, value);
                }
            }
        }
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

    /** Those that a backend of the rule may get, by name. */
    Map<String, String> forwardable() {
        return forwardable;
    }
}
