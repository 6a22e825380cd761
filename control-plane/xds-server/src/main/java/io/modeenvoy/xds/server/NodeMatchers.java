package io.modeenvoy.xds.server;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.envoyproxy.envoy.type.matcher.v3.NodeMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Which nodes a request for status is about: those that any matcher matches, all if there is none. */
final class NodeMatchers {
    private NodeMatchers() {}

    /** Fails with INVALID_ARGUMENT for what cannot be matched: an answer to another question would mislead. */
    static Predicate<String> parse(List<NodeMatcher> matchers) {
        List<Predicate<String>> any = new ArrayList<>();
        for (int i = 0; i < matchers.size(); i++) {
            any.add(parse("node_matchers[" + i + "]", matchers.get(i)));
        }
        return any.isEmpty() ? _ -> true : id -> any.stream().anyMatch(matcher -> matcher.test(id));
    }

    private static Predicate<String> parse(String field, NodeMatcher matcher) {
        if (matcher.getNodeMetadatasCount() > 0) {
            throw invalid(field + ".node_metadatas: " + matcher.getNodeMetadatasCount()
                    + " matchers (expected: none, the server does not keep metadata; match by node_id)");
        }
        return matcher.hasNodeId() ? parse(field + ".node_id", matcher.getNodeId()) : _ -> true;
    }

    private static Predicate<String> parse(String field, StringMatcher matcher) {
        UnaryOperator<String> fold =
                matcher.getIgnoreCase() ? text -> text.toLowerCase(Locale.ROOT) : UnaryOperator.identity();
        return switch (matcher.getMatchPatternCase()) {
            case EXACT -> {
                String wanted = fold.apply(matcher.getExact());
                yield id -> fold.apply(id).equals(wanted);
            }
            case PREFIX -> {
                String wanted = fold.apply(matcher.getPrefix());
                yield id -> fold.apply(id).startsWith(wanted);
            }
            case SUFFIX -> {
                String wanted = fold.apply(matcher.getSuffix());
                yield id -> fold.apply(id).endsWith(wanted);
            }
            case CONTAINS -> {
                String wanted = fold.apply(matcher.getContains());
                yield id -> fold.apply(id).contains(wanted);
            }
            case SAFE_REGEX -> regex(field, matcher.getSafeRegex().getRegex());
            case CUSTOM, MATCHPATTERN_NOT_SET ->
                throw invalid(field + ": " + matcher.getMatchPatternCase()
                        + " (expected: exact, prefix, suffix, contains or safe_regex)");
        };
    }

    private static Predicate<String> regex(String field, String regex) {
        try {
            return Pattern.compile(regex)::matches;
        } catch (PatternSyntaxException e) {
            throw invalid(field + ".safe_regex: " + e.getMessage());
        }
    }

    private static RuntimeException invalid(String words) {
        return Status.INVALID_ARGUMENT.withDescription(words).asRuntimeException();
    }
}
