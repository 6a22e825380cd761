package io.modeenvoy.translator;

import io.modeenvoy.crd.AIRouteSpec;
import io.modeenvoy.policy.AiRoutePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the rules of an AIRoute select. */
final class AiMatches {
    private static final String EVERY_MODEL = "*";

    private AiMatches() {}

    /**
     * One model pattern under one set of headers: two routes of a hostname must not select the same.
     *
     * @param field where it is written
     */
    record Key(String field, String model, Map<String, String> headers) {
        boolean selectsAs(Key other) {
            return model.equals(other.model) && headers.equals(other.headers);
        }

        @Override
        public String toString() {
            return headers.isEmpty() ? model : model + " with " + new TreeMap<>(headers);
        }
    }

    /** Of two conditions on one header the first counts, and the second is reported. */
    static List<AiRoutePolicy.Match> of(List<AIRouteSpec.Match> written, Reporter reporter, String field) {
        List<AiRoutePolicy.Match> matches = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            AIRouteSpec.Match match = written.get(i);
            Map<String, String> headers = new TreeMap<>();
            for (int j = 0; j < match.headers().size(); j++) {
                String name = match.headers().get(j).name().toLowerCase(Locale.ROOT);
                if (headers.putIfAbsent(name, match.headers().get(j).value()) != null) {
                    reporter.refused(
                            field + ".matches[" + i + "].headers[" + j + "].name",
                            Reasons.DUPLICATE,
                            name + " (expected: each header once in a match; the first one counts)");
                }
            }
            matches.add(new AiRoutePolicy.Match(match.models(), headers));
        }
        return matches;
    }

    /** Adds the keys of a rule; one that a rule before has can never match, which is reported. */
    static void addKeys(List<Key> keys, List<AiRoutePolicy.Match> matches, Reporter reporter, String field) {
        if (matches.isEmpty()) {
            addKey(keys, new Key(field, EVERY_MODEL, Map.of()), reporter);
        }
        for (int i = 0; i < matches.size(); i++) {
            AiRoutePolicy.Match match = matches.get(i);
            String at = field + ".matches[" + i + "]";
            if (match.models().isEmpty()) {
                addKey(keys, new Key(at, EVERY_MODEL, match.headers()), reporter);
            }
            for (int j = 0; j < match.models().size(); j++) {
                addKey(keys, new Key(at + ".models[" + j + "]", match.models().get(j), match.headers()), reporter);
            }
        }
    }

    private static void addKey(List<Key> keys, Key key, Reporter reporter) {
        for (Key earlier : keys) {
            if (earlier.selectsAs(key)) {
                reporter.warn(
                        key.field(),
                        Reasons.DUPLICATE,
                        key + " (expected: what no rule before selects; " + earlier.field() + " does and wins)");
                return;
            }
        }
        keys.add(key);
    }
}
