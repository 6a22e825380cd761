package io.modeenvoy.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hosts of a Service's port.
 *
 * @param name {@code service/namespace/name/port}
 */
public record EndpointsIr(String name, ObjectRef origin, List<Endpoint> endpoints) {
    public EndpointsIr {
        endpoints = List.copyOf(endpoints);
    }

    /**
     * A host that takes traffic.
     *
     * @param others further addresses of the same host, of the other family
     * @param zone where it stands, or whom it shall serve; null = unknown
     */
    public record Endpoint(
            String address,
            Port port,
            List<String> others,
            @Nullable String zone) {
        public Endpoint {
            others = List.copyOf(others);
        }

        /** A host of one address in no zone. */
        public Endpoint(String address, Port port) {
            this(address, port, List.of(), null);
        }
    }
}
