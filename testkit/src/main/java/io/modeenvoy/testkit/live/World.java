package io.modeenvoy.testkit.live;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One configuration of an Envoy: what is where right now. {@link Resources} are its messages.
 *
 * @param routes path prefix to cluster; all of them are called
 * @param clusters cluster to the name of its endpoints
 * @param endpoints name to weight
 * @param secrets server name of a filter chain of the HTTPS listener to its secret
 * @param extras listeners that nobody calls, each with a route table of its own
 * @param filter revision of the filter that comes by extension discovery
 * @param runtime a value of the runtime layer
 * @param broken a cluster that Envoy refuses is among the clusters
 */
public record World(
        SortedMap<String, String> routes,
        SortedMap<String, String> clusters,
        SortedMap<String, Integer> endpoints,
        SortedMap<String, String> secrets,
        SortedSet<String> extras,
        int filter,
        int runtime,
        boolean broken) {
    /** Server names of the HTTPS listener's filter chains. */
    public static final SortedSet<String> SERVER_NAMES =
            Collections.unmodifiableSortedSet(new TreeSet<>(Set.of("a.test", "localhost")));

    /** The cluster that Envoy refuses. */
    public static final String BROKEN = "broken";

    public World {
        routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
        clusters = Collections.unmodifiableSortedMap(new TreeMap<>(clusters));
        endpoints = Collections.unmodifiableSortedMap(new TreeMap<>(endpoints));
        secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
        extras = Collections.unmodifiableSortedSet(new TreeSet<>(extras));
    }

    /** So many routes, each to a cluster of its own. */
    public static World of(int routes) {
        World world = new World(
                new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeSet<>(), 1, 1, false);
        for (int i = 0; i < routes; i++) {
            world = world.withCluster("first-" + i, "first-" + i + "-endpoints").withRoute("/r" + i, "first-" + i);
        }
        for (String serverName : SERVER_NAMES) {
            world = world.withSecret(serverName, serverName + "-first");
        }
        return world;
    }

    World withRoute(String prefix, String cluster) {
        return new World(with(routes, prefix, cluster), clusters, endpoints, secrets, extras, filter, runtime, broken);
    }

    /** A cluster with its endpoints. */
    public World withCluster(String name, String service) {
        return new World(
                routes,
                with(clusters, name, service),
                with(endpoints, service, 1),
                secrets,
                extras,
                filter,
                runtime,
                broken);
    }

    /** Without the cluster and its endpoints. */
    World withoutCluster(String name) {
        String service = clusters.get(name);
        return new World(
                routes,
                without(clusters, name),
                service == null ? endpoints : without(endpoints, service),
                secrets,
                extras,
                filter,
                runtime,
                broken);
    }

    World withWeight(String service, int weight) {
        return new World(routes, clusters, with(endpoints, service, weight), secrets, extras, filter, runtime, broken);
    }

    World withSecret(String serverName, String secret) {
        return new World(
                routes, clusters, endpoints, with(secrets, serverName, secret), extras, filter, runtime, broken);
    }

    World withExtras(SortedSet<String> next) {
        return new World(routes, clusters, endpoints, secrets, next, filter, runtime, broken);
    }

    World withFilter(int revision) {
        return new World(routes, clusters, endpoints, secrets, extras, revision, runtime, broken);
    }

    World withRuntime(int value) {
        return new World(routes, clusters, endpoints, secrets, extras, filter, value, broken);
    }

    /** With or without the cluster that Envoy refuses. */
    public World withBroken(boolean next) {
        return new World(routes, clusters, endpoints, secrets, extras, filter, runtime, next);
    }

    private static <V> SortedMap<String, V> with(Map<String, V> map, String key, V value) {
        SortedMap<String, V> changed = new TreeMap<>(map);
        changed.put(key, value);
        return changed;
    }

    private static <V> SortedMap<String, V> without(Map<String, V> map, String key) {
        SortedMap<String, V> changed = new TreeMap<>(map);
        changed.remove(key);
        return changed;
    }
}
