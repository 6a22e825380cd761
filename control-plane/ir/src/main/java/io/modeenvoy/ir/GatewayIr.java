package io.modeenvoy.ir;

import java.util.List;

/** A gateway: the Envoys of one node group. Its xDS group is {@code gateway/namespace/name}. */
public record GatewayIr(ObjectRef origin, List<PortIr> ports) {
    public GatewayIr {
        ports = List.copyOf(ports);
    }

    /** The node group of its Envoys. */
    public String group() {
        return "gateway/" + origin.namespace() + "/" + origin.name();
    }
}
