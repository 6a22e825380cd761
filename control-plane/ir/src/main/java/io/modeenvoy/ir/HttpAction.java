package io.modeenvoy.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to a matched request. */
public sealed interface HttpAction {
    /** Stands in {@link WeightedCluster} for a backend that cannot be resolved: a cluster that never exists, whose share answers 500. */
    String UNRESOLVED = "unresolved";

    /**
     * Sends it to one of the clusters by weight.
     *
     * @param mirrors who gets a copy, too
     * @param webSockets whether a call may become a WebSocket
     */
    record Forward(List<WeightedCluster> clusters, @Nullable Rewrite rewrite, List<Mirror> mirrors, boolean webSockets)
            implements HttpAction {
        /** To clusters alone. */
        public Forward(List<WeightedCluster> clusters, @Nullable Rewrite rewrite) {
            this(clusters, rewrite, List.of(), false);
        }

        public Forward {
            clusters = List.copyOf(clusters);
            mirrors = List.copyOf(mirrors);
            Checks.check(!clusters.isEmpty(), "clusters: none");
        }
    }

    /**
     * Answers with a redirect; null parts stay as they are.
     *
     * @param status 301, 302, 303, 307 or 308
     */
    record Redirect(
            @Nullable String scheme,
            @Nullable Hostname hostname,
            @Nullable Port port,
            @Nullable PathChange path,
            int status)
            implements HttpAction {}

    /** Answers itself: {@code 500} stands for a rule whose backends cannot be resolved, {@code 404} for none. */
    record Respond(int status, String body) implements HttpAction {}

    /** A cluster and its share. */
    record WeightedCluster(String cluster, int weight, HeaderChanges requestHeaders, HeaderChanges responseHeaders) {}

    /**
     * A cluster that gets a copy of some calls; what it answers is dropped.
     *
     * @param perMillion its share of the calls
     */
    record Mirror(String cluster, int perMillion) {}

    /** Changes of host and path before the upstream; null parts stay. */
    record Rewrite(@Nullable Hostname hostname, @Nullable PathChange path) {}

    /** A new path. */
    sealed interface PathChange {
        /** Replaces the whole path; the query stays. */
        record Full(String path) implements PathChange {}

        /** Replaces the matched prefix. */
        record Prefix(String replacement) implements PathChange {}
    }
}
