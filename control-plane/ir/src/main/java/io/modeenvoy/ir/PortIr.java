package io.modeenvoy.ir;

import java.util.List;

/**
 * One listening port of a gateway.
 *
 * @param name {@code namespace/gateway/port}
 * @param listeners the Gateway's listeners on it: one plain HTTP, or several HTTPS told apart by SNI; sorted by section name
 */
public record PortIr(String name, ObjectRef origin, Port port, List<ListenerIr> listeners) {
    public PortIr {
        listeners = List.copyOf(listeners);
        Checks.check(!listeners.isEmpty(), name + ": no listener");
    }
}
