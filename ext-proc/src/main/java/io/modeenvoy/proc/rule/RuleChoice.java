package io.modeenvoy.proc.rule;

import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.AiRoutePolicy.Match;
import io.modeenvoy.policy.AiRoutePolicy.Rule;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rule that serves a call. */
public record RuleChoice(NamespacedName routeName, Rule rule) {

    /** The route whose access and budgets count. */
    public RouteRef route() {
        return new RouteRef(RouteRef.Kind.AI_ROUTE, routeName);
    }

    /**
     * Chooses by headers, then model: exact before the longest prefix before {@code *}; more header conditions first; then the order
     * of the entry.
     */
    public static Optional<RuleChoice> choose(
            AiEntryPolicy entry, AiPolicies policies, String model, HeaderLookup headers) {
        RuleChoice best = null;
        Rank bestRank = null;
        for (NamespacedName name : entry.routes()) {
            AiRoutePolicy route = policies.routes().get(name.toString());
            for (Rule rule : route == null ? List.<Rule>of() : route.rules()) {
                Rank rank = rank(rule, model, headers);
                if (rank != null && (bestRank == null || rank.compareTo(bestRank) > 0)) {
                    best = new RuleChoice(name, rule);
                    bestRank = rank;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** How well a match fits: length of the model's pattern (exact: more than any prefix), then number of header conditions. */
    private record Rank(int model, int headers) implements Comparable<Rank> {
        private static final Comparator<Rank> ORDER =
                Comparator.comparingInt(Rank::model).thenComparingInt(Rank::headers);

        @Override
        public int compareTo(Rank other) {
            return ORDER.compare(this, other);
        }
    }

    private static @Nullable Rank rank(Rule rule, String model, HeaderLookup headers) {
        if (rule.matches().isEmpty()) {
            return new Rank(0, 0);
        }
        Rank best = null;
        for (Match match : rule.matches()) {
            int fit = fit(match.models(), model);
            if (fit >= 0 && headersMatch(match, headers)) {
                Rank rank = new Rank(fit, match.headers().size());
                best = best == null || rank.compareTo(best) > 0 ? rank : best;
            }
        }
        return best;
    }

    static boolean headersMatch(Match match, HeaderLookup headers) {
        return match.headers().entrySet().stream()
                .allMatch(header -> header.getValue().equals(headers.get(header.getKey())));
    }

    /** -1 = no fit; 0 = every model; else the longer the better. */
    private static int fit(List<String> patterns, String model) {
        int best = patterns.isEmpty() ? 0 : -1;
        for (String pattern : patterns) {
            if (pattern.equals(model)) {
                return Integer.MAX_VALUE;
            } else if (pattern.endsWith("*") && model.startsWith(prefix(pattern))) {
                best = Math.max(best, pattern.length() - 1);
            }
        }
        return best;
    }

    static String prefix(String pattern) {
        return pattern.substring(0, pattern.length() - 1);
    }
}
