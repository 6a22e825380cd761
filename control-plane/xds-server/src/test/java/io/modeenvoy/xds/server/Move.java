package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.Fixtures.GROUP;
import static io.modeenvoy.xds.server.Fixtures.cluster;
import static io.modeenvoy.xds.server.Fixtures.endpoints;
import static io.modeenvoy.xds.server.Fixtures.listener;
import static io.modeenvoy.xds.server.Fixtures.routes;
import static io.modeenvoy.xds.server.XdsTypes.CLUSTER;
import static io.modeenvoy.xds.server.XdsTypes.ENDPOINT;
import static io.modeenvoy.xds.server.XdsTypes.LISTENER;
import static io.modeenvoy.xds.server.XdsTypes.ROUTE;

import io.modeenvoy.testkit.xds.XdsStream;
import java.util.Map;
import java.util.Set;

/** The move of a route from one cluster to another. */
final class Move {
    private Move() {}

    /** A client with cluster old, its endpoints, listener l and route r, all in use. */
    static XdsStream follow(TestServer server, Dialect dialect) {
        server.publish(CLUSTER, cluster("old", 1));
        server.publish(ENDPOINT, endpoints("old", 1));
        server.publish(LISTENER, listener("l", "r", 1));
        server.publish(ROUTE, routes("r", "old"));
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        envoy.take(CLUSTER);
        envoy.subscribe(ENDPOINT, "old");
        envoy.take(ENDPOINT);
        envoy.subscribeAll(LISTENER);
        envoy.take(LISTENER);
        envoy.subscribe(ROUTE, "r");
        envoy.take(ROUTE);
        server.settle(envoy, CLUSTER);
        return envoy;
    }

    /** Replaces the cluster by another one. */
    static void toNewCluster(TestServer server) {
        server.store.publish(
                GROUP,
                new ChangeSet(
                        Map.of(
                                CLUSTER, Map.of("new", cluster("new", 1)),
                                ENDPOINT, Map.of("new", endpoints("new", 1)),
                                ROUTE, Map.of("r", routes("r", "new"))),
                        Map.of(CLUSTER, Set.of("old"))));
    }
}
