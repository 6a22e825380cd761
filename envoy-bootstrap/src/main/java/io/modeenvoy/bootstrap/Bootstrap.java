package io.modeenvoy.bootstrap;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.modeenvoy.policy.Names;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

/**
 * What an Envoy is told at its start; all else comes over delta ADS.
 *
 * @param nodeId unique in the fleet
 * @param group node group, sent as the node's cluster: {@code gateway/namespace/name} or {@code all}
 * @param admin where Envoy's own admin interface listens
 * @param upstreams where the control plane and our services listen, by the cluster names of {@link Names}
 * @param maxConnections downstream connections of the whole process; further ones are refused
 */
public record Bootstrap(
        Role role,
        String nodeId,
        String group,
        Address admin,
        SortedMap<String, Address> upstreams,
        int maxConnections) {
    private static final int DEFAULT_MAX_CONNECTIONS = 50_000;

    public Bootstrap {
        if (!upstreams.containsKey(Names.ADS_CLUSTER)) {
            throw new IllegalArgumentException(
                    "upstreams: " + upstreams.keySet() + " (expected: " + Names.ADS_CLUSTER + ")");
        }
        upstreams = Collections.unmodifiableSortedMap(new TreeMap<>(upstreams));
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
                DEFAULT_MAX_CONNECTIONS);
    }

    public Bootstrap withAdmin(Address address) {
        return new Bootstrap(role, nodeId, group, address, upstreams, maxConnections);
    }

    public Bootstrap withUpstream(String cluster, Address address) {
        SortedMap<String, Address> changed = new TreeMap<>(upstreams);
        changed.put(cluster, address);
        return new Bootstrap(role, nodeId, group, admin, changed, maxConnections);
    }

    public Bootstrap withMaxConnections(int connections) {
        return new Bootstrap(role, nodeId, group, admin, upstreams, connections);
    }

    /** As JSON, which Envoy reads from a file ending in {@code .json} or {@code .yaml}. */
    public String json() {
        try {
            return JsonFormat.printer()
                    .preservingProtoFieldNames()
                    .usingTypeRegistry(TypeRegistry.newBuilder()
                            .add(HttpProtocolOptions.getDescriptor())
                            .add(Messages.DOWNSTREAM_CONNECTIONS)
                            .build())
                    .print(Messages.of(this));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As YAML, for people. */
    public String yaml() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(json());
        return new Yaml(new Representer(options), options).dump(tree);
    }
}
