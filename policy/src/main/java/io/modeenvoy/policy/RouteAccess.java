package io.modeenvoy.policy;

import java.util.List;

/**
 * Who may call a route, and whose route it is.
 *
 * @param gateways those it is attached to, sorted: only their proxies may ask about it
 */
public record RouteAccess(RouteRef route, AccessMode mode, String tenant, List<NamespacedName> gateways)
        implements PolicyResource {
    public RouteAccess {
        gateways = List.copyOf(gateways);
    }

    /** One that no Gateway has. */
    public RouteAccess(RouteRef route, AccessMode mode, String tenant) {
        this(route, mode, tenant, List.of());
    }

    @Override
    public String resourceName() {
        return route.toString();
    }
}
