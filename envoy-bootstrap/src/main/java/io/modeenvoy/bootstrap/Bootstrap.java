package io.modeenvoy.bootstrap;

import io.modeenvoy.policy.Names;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an Envoy is told at its start; all else comes over delta ADS.
 *
 * @param nodeId unique in the fleet
 * @param group node group, sent as the node's cluster: {@code gateway/namespace/name}, {@code egress/namespace/name} or {@code all}
 * @param admin where Envoy's own admin interface listens
 * @param upstreams where the control plane and our services listen, by the cluster names of {@link Names}
 * @param maxConnections downstream connections of the whole process; further ones are refused
 * @param tls to the control plane, and to services that listen on TCP; null = plain text
 * @param probes where others than this machine read {@code /ready}, which waits without end for the first configuration, and {@code /metrics}; null = nowhere
 */
public record Bootstrap(
        Role role,
        String nodeId,
        String group,
        Address admin,
        SortedMap<String, Address> upstreams,
        int maxConnections,
        @Nullable AdsTls tls,
        @Nullable Address probes) {
    private static final int DEFAULT_MAX_CONNECTIONS = 50_000;

    public Bootstrap {
        if (!upstreams.containsKey(Names.ADS_CLUSTER)) {
            throw new IllegalArgumentException(
                    "upstreams: " + upstreams.keySet() + " (expected: " + Names.ADS_CLUSTER + ")");
        }
        if (tls != null && !(upstreams.get(Names.ADS_CLUSTER) instanceof Address.Tcp)) {
            throw new IllegalArgumentException(Names.ADS_CLUSTER + ": " + upstreams.get(Names.ADS_CLUSTER)
                    + " (expected: host:port, to speak TLS to)");
        }
        if (probes != null && !known(admin)) {
            throw new IllegalArgumentException(
                    "admin: " + admin + " (expected: a port of its own or unix:/path, for the probes to reach)");
        }
        upstreams = Collections.unmodifiableSortedMap(new TreeMap<>(upstreams));
    }

    private static boolean known(Address admin) {
        return switch (admin) {
            case Address.Unix unix -> true;
            case Address.Tcp tcp -> tcp.port() != 0;
        };
    }

    /** An Envoy whose control plane and services all listen at {@code server}. */
    public static Bootstrap of(Role role, String nodeId, String group, Address server) {
        return of(
                role,
                nodeId,
                group,
                Map.of(
                        Names.ADS_CLUSTER, server,
                        Names.EXT_AUTHZ_CLUSTER, server,
                        Names.EXT_RATELIMIT_CLUSTER, server,
                        Names.EXT_PROC_CLUSTER, server,
                        Names.EXT_PROC_ATTEMPT_CLUSTER, server));
    }

    /** An Envoy whose upstreams are given by cluster name; its admin interface listens on any free loopback port. */
    public static Bootstrap of(Role role, String nodeId, String group, Map<String, Address> upstreams) {
        return new Bootstrap(
                role,
                nodeId,
                group,
                new Address.Tcp("127.0.0.1", 0),
                new TreeMap<>(upstreams),
                DEFAULT_MAX_CONNECTIONS,
                null,
                null);
    }

    public Bootstrap withAdmin(Address address) {
        return new Bootstrap(role, nodeId, group, address, upstreams, maxConnections, tls, probes);
    }

    public Bootstrap withUpstream(String cluster, Address address) {
        SortedMap<String, Address> changed = new TreeMap<>(upstreams);
        changed.put(cluster, address);
        return new Bootstrap(role, nodeId, group, admin, changed, maxConnections, tls, probes);
    }

    public Bootstrap withMaxConnections(int connections) {
        return new Bootstrap(role, nodeId, group, admin, upstreams, connections, tls, probes);
    }

    /** The same with TLS to the control plane and to services that listen on TCP. */
    public Bootstrap withTls(AdsTls ads) {
        return new Bootstrap(role, nodeId, group, admin, upstreams, maxConnections, ads, probes);
    }

    /** The same with {@code /ready} and {@code /metrics} for others than this machine; the admin interface must have a known address. */
    public Bootstrap withProbes(Address address) {
        return new Bootstrap(role, nodeId, group, admin, upstreams, maxConnections, tls, address);
    }

    /** As JSON, which Envoy reads from a file ending in {@code .json} or {@code .yaml}. */
    public String json() {
        return Yamls.json(Messages.of(this));
    }

    /** The same on one line, for {@code envoy --config-yaml}. */
    public String argument() {
        return Yamls.compactJson(Messages.of(this));
    }

    /** As YAML, for people. */
    public String yaml() {
        return Yamls.of(Messages.of(this));
    }
}
