package io.modeenvoy.ir;

import io.modeenvoy.policy.RouteRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One route of a virtual host. */
public sealed interface RouteIr {
    /** Identity, unique in its virtual host and stable across reorderings. */
    String name();

    /** The object it came from. */
    ObjectRef origin();

    /**
     * A rule (one of its matches) of an HTTPRoute or a GRPCRoute.
     *
     * @param cors what browsers may do from other sites; null = nothing is said
     * @param guard which services look at the call
     */
    record Http(
            String name,
            ObjectRef origin,
            RequestMatch match,
            HttpAction action,
            HeaderChanges requestHeaders,
            HeaderChanges responseHeaders,
            Timeouts timeouts,
            Guard guard,
            @Nullable Cors cors)
            implements RouteIr {
        /** One that says nothing to browsers. */
        public Http(
                String name,
                ObjectRef origin,
                RequestMatch match,
                HttpAction action,
                HeaderChanges requestHeaders,
                HeaderChanges responseHeaders,
                Timeouts timeouts,
                Guard guard) {
            this(name, origin, match, action, requestHeaders, responseHeaders, timeouts, guard, null);
        }
    }

    /**
     * Where AI calls of the host enter, before their model is known: ext-proc reads the call, answers it or chooses a rule, and the route is selected again.
     *
     * @param entry name of the AiEntryPolicy, given to ext-proc with the exchange
     * @param pathPrefix for example {@code /v1/}
     * @param cors what browsers may do from other sites; null = nothing is said
     */
    record AiEntry(
            String name,
            ObjectRef origin,
            String entry,
            String pathPrefix,
            @Nullable Cors cors) implements RouteIr {
        /** One that says nothing to browsers. */
        public AiEntry(String name, ObjectRef origin, String entry, String pathPrefix) {
            this(name, origin, entry, pathPrefix, null);
        }
    }

    /**
     * A rule of an AIRoute, selected by the internal rule header.
     *
     * @param entry as in {@link AiEntry}
     * @param selector value of the rule header; another one when the backends change
     * @param targets sums of weights as written; each is chosen by weight
     * @param attemptLevel whether each attempt is rewritten by ext-proc (the rule has several backends)
     */
    record AiRule(
            String name,
            ObjectRef origin,
            String entry,
            String selector,
            List<AiTarget> targets,
            boolean attemptLevel,
            Timeouts timeouts,
            @Nullable Retry retry)
            implements RouteIr {
        public AiRule {
            targets = List.copyOf(targets);
        }
    }

    /**
     * A weighted choice of an AI rule: the backend of the first attempt and those that follow it.
     *
     * @param name identity in the rule, the backend id of the first attempt
     * @param clusters {@link ClusterIr} names, one an attempt: first choice, then the fallbacks by priority
     */
    record AiTarget(String name, int weight, List<String> clusters) {
        public AiTarget {
            clusters = List.copyOf(clusters);
            Checks.check(!clusters.isEmpty(), name + ": no cluster");
        }
    }

    /**
     * Which services look at a call on an HTTP route.
     *
     * @param route identity in the policies
     * @param authorize whether ext-authz is asked
     * @param limit whether ext-ratelimit is asked
     */
    record Guard(RouteRef route, boolean authorize, boolean limit) {}
}
