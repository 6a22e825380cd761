package io.modeenvoy.policy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rules of one AIRoute. */
public record AiRoutePolicy(NamespacedName name, List<Rule> rules) implements PolicyResource {
    public AiRoutePolicy {
        rules = List.copyOf(rules);
    }

    /**
     * One rule.
     *
     * @param id {@code namespace/route/rule-name}
     * @param matches alternatives; empty = every model
     * @param backends in their written order; one = rewritten in the router-level exchange, several = by the attempt-level stream
     * @param firstToken after which Envoy gives up an attempt at an answer that streams; null = never for that
     */
    public record Rule(
            String id,
            List<Match> matches,
            List<Backend> backends,
            @Nullable Duration firstToken) {
        public Rule {
            matches = List.copyOf(matches);
            backends = List.copyOf(backends);
        }

        /** A rule without a time to the first token. */
        public Rule(String id, List<Match> matches, List<Backend> backends) {
            this(id, matches, backends, null);
        }

        /** The same for other calls. */
        public Rule withMatches(List<Match> others) {
            return new Rule(id, others, backends, firstToken);
        }

        /**
         * The value of the request header {@code x-modeenvoy-rule} that selects the rule's Envoy route. It changes with the backends and their credentials:
         * while proxies and services learn of a change at different moments, a call rewritten for one provider never finds the route to another one, nor a
         * credential that to where the provider was before it had this one.
         *
         * @param providers those of the backends, by name; null = not known
         */
        public String selector(Function<NamespacedName, @Nullable ProviderPolicy> providers) {
            StringBuilder parts = new StringBuilder();
            for (Backend backend : backends) {
                ProviderPolicy provider = providers.apply(backend.provider());
                ProviderPolicy.Credential credential = provider == null ? null : provider.credential();
                parts.append(backend.id())
                        .append(' ')
                        .append(backend.priority())
                        .append(' ');
                parts.append(credential == null ? "" : credential.secretName()).append('\n');
            }
            return id + "~" + Fingerprint.of(parts.toString());
        }
    }

    /**
     * All parts must match.
     *
     * @param models exact names, prefixes ending in {@code *}, or {@code *}; empty = every model
     * @param headers exact values by lower-case header name
     */
    public record Match(List<String> models, Map<String, String> headers) {
        public Match {
            models = List.copyOf(models);
            headers = Map.copyOf(headers);
        }
    }

    /**
     * A provider a rule may send to.
     *
     * @param id identity inside the rule: {@code namespace/provider} or {@code namespace/provider@model}; Envoy names the chosen one in the
     *     endpoint metadata {@code ai.backend/backend}
     * @param model the model to ask the provider for; null = the one the client asked for
     * @param priority 0 first; higher ones are used when the lower ones fail
     */
    public record Backend(
            String id, NamespacedName provider, @Nullable String model, int weight, int priority) {}

    @Override
    public String resourceName() {
        return name.toString();
    }
}
