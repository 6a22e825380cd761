package io.modeenvoy.translator;

import io.modeenvoy.crd.AIRouteSpec;
import io.modeenvoy.crd.ReservedHeaders.Group;
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
    record Key(String field, Selection selection) {
        Key(String field, String model, Map<String, String> headers) {
            this(field, new Selection(model, headers));
        }

        @Override
        public String toString() {
            return selection.toString();
        }
    }

    /** The calls for some models with some headers. */
    record Selection(String model, Map<String, String> headers) {
        @Override
        public String toString() {
            return headers.isEmpty() ? model : model + " with " + new TreeMap<>(headers);
        }
    }

    /** Of two conditions on one header the first counts, and the second is reported; so is one that no call can meet. */
    static List<AiRoutePolicy.Match> of(List<AIRouteSpec.Match> written, Reporter reporter, String field) {
        List<AiRoutePolicy.Match> matches = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            AIRouteSpec.Match match = written.get(i);
            Map<String, String> headers = new TreeMap<>();
            for (int j = 0; j < match.headers().size(); j++) {
                String name = match.headers().get(j).name().toLowerCase(Locale.ROOT);
                if (Group.OURS.holds(name)) {
                    reporter.warn(
                            field + ".matches[" + i + "].headers[" + j + "].name",
                            Reasons.UNSUPPORTED_VALUE,
                            name + " never matches (expected: " + Group.OURS.expected() + ")");
                }
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

    /** How much a rule selects: each model of each match counts. */
    static long size(List<AIRouteSpec.Match> matches) {
        return Math.max(
                1,
                matches.stream()
                        .mapToLong(match -> Math.max(1, match.models().size()))
                        .sum());
    }

    /** Adds the keys of a rule; one that a rule before has can never match, which is reported. */
    static void addKeys(Map<Selection, Key> keys, List<AiRoutePolicy.Match> matches, Reporter reporter, String field) {
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

    private static void addKey(Map<Selection, Key> keys, Key key, Reporter reporter) {
        Key earlier = keys.putIfAbsent(key.selection(), key);
        if (earlier != null) {
            reporter.warn(
                    key.field(),
                    Reasons.DUPLICATE,
                    key + " (expected: what no rule before selects; " + earlier.field() + " does and wins)");
        }
    }
}
