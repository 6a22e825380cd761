package io.modeenvoy.ir;

import io.modeenvoy.policy.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * A gateway: the Envoys of one node group. Its xDS group is {@code gateway/namespace/name}.
 *
 * @param egressNamespaces whose pods may take the gateway along as their egress proxy, sorted; {@code *} = every one. None = there is no such proxy
 */
public record GatewayIr(ObjectRef origin, List<PortIr> ports, List<String> egressNamespaces) {
    /** How the node groups of egress proxies begin. */
    public static final String EGRESS = Names.EGRESS_GROUP;

    private static final String LOOPBACK = "127.0.0.1";

    public GatewayIr {
        ports = List.copyOf(ports);
        egressNamespaces = List.copyOf(egressNamespaces);
    }

    /** One that is nobody's egress proxy. */
    public GatewayIr(ObjectRef origin, List<PortIr> ports) {
        this(origin, ports, List.of());
    }

    /** The node group of its Envoys. */
    public String group() {
        return Names.GATEWAY_GROUP + origin.namespace() + "/" + origin.name();
    }

    /** The node group of its egress proxies. */
    public String egressGroup() {
        return EGRESS + origin.namespace() + "/" + origin.name();
    }

    /**
     * What an egress proxy listens on: the plain HTTP ports, on loopback, with the same routes. Without HTTPS: its private key would lie in every
     * workload's pod, to protect what never leaves the pod.
     */
    public List<PortIr> egressPorts() {
        List<PortIr> egress = new ArrayList<>();
        for (PortIr port : ports) {
            if (port.listeners().stream().allMatch(listener -> listener.tls() == null)) {
                egress.add(new PortIr(EGRESS + port.name(), port.origin(), port.port(), port.listeners(), LOOPBACK));
            }
        }
        return egress;
    }
}
