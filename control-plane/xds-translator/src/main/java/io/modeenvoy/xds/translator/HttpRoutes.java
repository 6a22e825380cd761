package io.modeenvoy.xds.translator;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.modeenvoy.ir.HeaderChanges;
import io.modeenvoy.ir.HttpAction;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Rules of HTTPRoutes to Envoy's routes. */
final class HttpRoutes {
    /** As Gateway API asks where no backend can take a request. */
    static final int NO_BACKEND = 500;

    private final XdsOptions options;

    HttpRoutes(XdsOptions options) {
        this.options = options;
    }

    Route translate(RouteIr.Http route, Rewrites.End end) {
        Route.Builder builder = Route.newBuilder()
                .setName(route.name())
                .setMatch(RouteMatches.of(route.match()))
                .addAllRequestHeadersToAdd(Headers.toAdd(route.requestHeaders()))
                .addAllRequestHeadersToRemove(Headers.toRemove(route.requestHeaders()))
                .addAllResponseHeadersToAdd(Headers.toAdd(route.responseHeaders()))
                .addAllResponseHeadersToRemove(Headers.toRemove(route.responseHeaders()))
                .putAllTypedPerFilterConfig(RouteFilters.http(route.guard(), route.cors()));
        switch (route.action()) {
            case HttpAction.Forward forward -> forward(builder, route, forward);
            case HttpAction.Redirect redirect -> builder.setRedirect(Rewrites.redirect(redirect, route.match(), end));
            case HttpAction.Respond(int status, String body) -> builder.setDirectResponse(respond(status, body));
        }
        return builder.build();
    }

    static DirectResponseAction respond(int status, String body) {
        DirectResponseAction.Builder response =
                DirectResponseAction.newBuilder().setStatus(status);
        return body.isEmpty()
                ? response.build()
                : response.setBody(DataSource.newBuilder().setInlineString(body))
                        .build();
    }

    private void forward(Route.Builder builder, RouteIr.Http route, HttpAction.Forward forward) {
        List<HttpAction.WeightedCluster> clusters = forward.clusters().stream()
                .filter(cluster -> cluster.weight() > 0)
                .toList();
        if (clusters.isEmpty()) {
            builder.setDirectResponse(respond(NO_BACKEND, ""));
            return;
        }
        RouteAction.Builder action = RouteAction.newBuilder();
        select(action, clusters);
        action.setClusterNotFoundResponseCode(RouteAction.ClusterNotFoundResponseCode.INTERNAL_SERVER_ERROR);
        if (forward.rewrite() != null) {
            Rewrites.apply(action, forward.rewrite(), route.match());
        }
        forward.mirrors().forEach(mirror -> action.addRequestMirrorPolicies(mirror(mirror)));
        if (forward.webSockets()) {
            action.addUpgradeConfigs(RouteAction.UpgradeConfig.newBuilder().setUpgradeType("websocket"));
        }
        limit(action, route.timeouts(), forward.webSockets());
        builder.setRoute(action);
    }

    private static void select(RouteAction.Builder action, List<HttpAction.WeightedCluster> clusters) {
        HttpAction.WeightedCluster first = clusters.getFirst();
        if (clusters.size() == 1
                && first.requestHeaders().equals(HeaderChanges.NONE)
                && first.responseHeaders().equals(HeaderChanges.NONE)) {
            action.setCluster(first.cluster());
            return;
        }
        WeightedCluster.Builder weighted = WeightedCluster.newBuilder();
        for (HttpAction.WeightedCluster cluster : clusters) {
            weighted.addClusters(ClusterWeight.newBuilder()
                    .setName(cluster.cluster())
                    .setWeight(Messages.uint32(cluster.weight()))
                    .addAllRequestHeadersToAdd(Headers.toAdd(cluster.requestHeaders()))
                    .addAllRequestHeadersToRemove(Headers.toRemove(cluster.requestHeaders()))
                    .addAllResponseHeadersToAdd(Headers.toAdd(cluster.responseHeaders()))
                    .addAllResponseHeadersToRemove(Headers.toRemove(cluster.responseHeaders())));
        }
        action.setWeightedClusters(weighted);
    }

    private static RouteAction.RequestMirrorPolicy mirror(HttpAction.Mirror mirror) {
        return RouteAction.RequestMirrorPolicy.newBuilder()
                .setCluster(mirror.cluster())
                .setRuntimeFraction(RuntimeFractionalPercent.newBuilder()
                        .setDefaultValue(FractionalPercent.newBuilder()
                                .setNumerator(mirror.perMillion())
                                .setDenominator(FractionalPercent.DenominatorType.MILLION)))
                .setDisableShadowHostSuffixAppend(true)
                .build();
    }

    /** A WebSocket lives as long as both ends like, unless the route says otherwise. */
    private void limit(RouteAction.Builder action, Timeouts timeouts, boolean webSockets) {
        Duration absent = webSockets ? Duration.ZERO : options.limits().httpRequest();
        Duration request = Objects.requireNonNullElse(timeouts.request(), absent);
        action.setTimeout(Messages.duration(request));
        if (timeouts.idle() != null) {
            action.setIdleTimeout(Messages.duration(timeouts.idle()));
        }
        if (timeouts.attempt() != null && timeouts.attempt().isPositive()) {
            action.setRetryPolicy(RetryPolicy.newBuilder()
                    .setPerTryTimeout(Messages.duration(timeouts.attempt()))
                    .setNumRetries(Messages.uint32(0)));
        }
    }
}
