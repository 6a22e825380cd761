package io.modeenvoy.xds.translator;

import com.github.xds.core.v3.TypedExtensionConfig;
import com.github.xds.type.matcher.v3.Matcher;
import com.github.xds.type.matcher.v3.RegexMatcher;
import com.github.xds.type.matcher.v3.StringMatcher;
import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutation;
import io.envoyproxy.envoy.config.route.v3.FilterConfig;
import io.envoyproxy.envoy.extensions.common.matching.v3.ExtensionWithMatcher;
import io.envoyproxy.envoy.extensions.filters.http.composite.v3.Composite;
import io.envoyproxy.envoy.extensions.filters.http.composite.v3.ExecuteFilterAction;
import io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.Mutations;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.matcher.v3.HttpRequestHeaderMatchInput;
import io.modeenvoy.policy.Names;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Takes API keys of ours out of requests that no service looks at: an upstream whose route asks for no key must not learn one that opens other routes. Credentials of
 * another form pass, for they are the upstream's. AI routes leave it out: what they carry behind ext-proc is the provider's credential.
 */
final class KeyRemoval {
    private static final String FILTER_PREFIX = "modeenvoy.key_removal.";
    private static final String MUTATION = "envoy.filters.http.header_mutation";

    private KeyRemoval() {}

    /** A filter for each header that may carry a key, for the first match of a matcher is the last it looks for. */
    static List<HttpFilter> filters() {
        return Names.CREDENTIAL_HEADERS.stream().map(KeyRemoval::filter).toList();
    }

    /** The per-route settings that leave the filters out. */
    static Map<String, Any> off() {
        Any off = Messages.any(FilterConfig.newBuilder().setDisabled(true).build());
        return Names.CREDENTIAL_HEADERS.stream().collect(Collectors.toMap(FILTER_PREFIX::concat, header -> off));
    }

    private static HttpFilter filter(String header) {
        ExtensionWithMatcher matching = ExtensionWithMatcher.newBuilder()
                .setExtensionConfig(Messages.extension("envoy.filters.http.composite", Composite.getDefaultInstance()))
                .setXdsMatcher(Matcher.newBuilder()
                        .setMatcherList(Matcher.MatcherList.newBuilder()
                                .addMatchers(Matcher.MatcherList.FieldMatcher.newBuilder()
                                        .setPredicate(hasKey(header))
                                        .setOnMatch(Matcher.OnMatch.newBuilder()
                                                .setAction(extension("remove", remove(header)))))))
                .build();
        return HttpFilter.newBuilder()
                .setName(FILTER_PREFIX + header)
                .setTypedConfig(Messages.any(matching))
                .build();
    }

    private static Matcher.MatcherList.Predicate hasKey(String header) {
        return Matcher.MatcherList.Predicate.newBuilder()
                .setSinglePredicate(Matcher.MatcherList.Predicate.SinglePredicate.newBuilder()
                        .setInput(extension(
                                "header",
                                HttpRequestHeaderMatchInput.newBuilder()
                                        .setHeaderName(header)
                                        .build()))
                        .setValueMatch(StringMatcher.newBuilder()
                                .setSafeRegex(RegexMatcher.newBuilder()
                                        .setGoogleRe2(RegexMatcher.GoogleRE2.getDefaultInstance())
                                        .setRegex(".*" + Names.API_KEY_PATTERN + ".*"))))
                .build();
    }

    private static ExecuteFilterAction remove(String header) {
        return ExecuteFilterAction.newBuilder()
                .setTypedConfig(Messages.extension(
                        MUTATION,
                        io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.HeaderMutation.newBuilder()
                                .setMutations(Mutations.newBuilder()
                                        .addRequestMutations(
                                                HeaderMutation.newBuilder().setRemove(header)))
                                .build()))
                .build();
    }

    private static TypedExtensionConfig extension(String name, Message config) {
        return TypedExtensionConfig.newBuilder()
                .setName(name)
                .setTypedConfig(Messages.any(config))
                .build();
    }
}
