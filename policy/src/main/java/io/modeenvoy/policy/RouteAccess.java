package io.modeenvoy.policy;

/** Who may call a route, and whose route it is. */
public record RouteAccess(RouteRef route, AccessMode mode, String tenant) implements PolicyResource {
    @Override
    public String resourceName() {
        return route.toString();
    }
}
