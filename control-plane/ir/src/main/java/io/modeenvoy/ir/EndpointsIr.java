package io.modeenvoy.ir;

import java.util.List;

/**
 * Hosts of a Service's port.
 *
 * @param name {@code service/namespace/name/port}
 */
public record EndpointsIr(String name, ObjectRef origin, List<Endpoint> endpoints) {
    public EndpointsIr {
        endpoints = List.copyOf(endpoints);
    }

    /** A host that takes traffic. */
    public record Endpoint(String address, Port port) {}
}
