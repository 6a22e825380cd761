package io.modeenvoy.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One listening port of a gateway.
 *
 * @param name {@code namespace/gateway/port}
 * @param listeners the Gateway's listeners on it: one plain HTTP, or several HTTPS told apart by SNI; sorted by section name
 * @param address it binds to; null = the one the operator chose for the fleet
 */
public record PortIr(
        String name,
        ObjectRef origin,
        Port port,
        List<ListenerIr> listeners,
        @Nullable String address) {
    public PortIr {
        listeners = List.copyOf(listeners);
        Checks.check(!listeners.isEmpty(), name + ": no listener");
    }

    /** One that binds to the fleet's address. */
    public PortIr(String name, ObjectRef origin, Port port, List<ListenerIr> listeners) {
        this(name, origin, port, listeners, null);
    }
}
