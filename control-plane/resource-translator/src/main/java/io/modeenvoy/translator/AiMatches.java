package io.modeenvoy.translator;

import io.modeenvoy.crd.AIRouteSpec;
import io.modeenvoy.crd.ReservedHeaders.Group;
import io.modeenvoy.policy.AiRoutePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the rules of an AIRoute select. */
final class AiMatches {
    private static final String EVERY_MODEL = "*";
    private static final AiRoutePolicy.Match EVERYTHING = new AiRoutePolicy.Match(List.of(), Map.of());

    private AiMatches() {}

    /** One model pattern under one set of headers: two routes of a hostname must not select the same. */
    record Selection(String model, Map<String, String> headers) {
        /** Whether it is chosen for calls that the other one selects, too. */
        boolean takesFrom(Selection other) {
            int byModel = Integer.compare(exactness(), other.exactness());
            boolean first = byModel != 0 ? byModel > 0 : headers.size() > other.headers.size();
            return first && Overlap.of(headers, other.headers) && Overlap.ofModels(model, other.model);
        }

        /** Whether the other one selects all that this one does. */
        boolean isWithin(Selection other) {
            boolean models = model.equals(other.model)
                    || (other.model.endsWith(EVERY_MODEL)
                            && Overlap.ofModels(model, other.model)
                            && exactness() > other.exactness());
            return models && headers.entrySet().containsAll(other.headers.entrySet());
        }

        /** Whether it selects all models that begin with {@link #text}. */
        boolean isOpen() {
            return model.endsWith(EVERY_MODEL);
        }

        String text() {
            return isOpen() ? model.substring(0, model.length() - 1) : model;
        }

        /** A name says more than any prefix. */
        private int exactness() {
            return isOpen() ? model.length() : Integer.MAX_VALUE;
        }

        @Override
        public String toString() {
            return headers.isEmpty() ? model : model + " with " + new TreeMap<>(headers);
        }
    }

    /**
     * What is selected, and where that is written.
     *
     * @param field where it is written
     */
    record Key(String field, Selection selection) {}

    /** A rule without what its route has lost; none if nothing is left. */
    static Stream<AiRoutePolicy.Rule> without(AiRoutePolicy.Rule rule, Set<Selection> lost) {
        if (lost.isEmpty()) {
            return Stream.of(rule);
        }
        List<AiRoutePolicy.Match> written = rule.matches().isEmpty() ? List.of(EVERYTHING) : rule.matches();
        List<AiRoutePolicy.Match> kept = written.stream()
                .map(match -> new AiRoutePolicy.Match(
                        models(match).stream()
                                .filter(model -> !lost.contains(new Selection(model, match.headers())))
                                .toList(),
                        match.headers()))
                .filter(match -> !match.models().isEmpty())
                .toList();
        return kept.isEmpty() ? Stream.empty() : Stream.of(rule.withMatches(kept));
    }

    private static List<String> models(AiRoutePolicy.Match match) {
        return match.models().isEmpty() ? List.of(EVERY_MODEL) : match.models();
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
            addKey(keys, new Key(field, new Selection(EVERY_MODEL, Map.of())), reporter);
        }
        for (int i = 0; i < matches.size(); i++) {
            AiRoutePolicy.Match match = matches.get(i);
            String at = field + ".matches[" + i + "]";
            List<String> models = models(match);
            for (int j = 0; j < models.size(); j++) {
                String place = match.models().isEmpty() ? at : at + ".models[" + j + "]";
                addKey(keys, new Key(place, new Selection(models.get(j), match.headers())), reporter);
            }
        }
    }

    private static void addKey(Map<Selection, Key> keys, Key key, Reporter reporter) {
        Key earlier = keys.putIfAbsent(key.selection(), key);
        if (earlier != null) {
            reporter.warn(
                    key.field(),
                    Reasons.DUPLICATE,
                    key.selection() + " (expected: what no rule before selects; " + earlier.field()
                            + " does and wins)");
        }
    }
}
