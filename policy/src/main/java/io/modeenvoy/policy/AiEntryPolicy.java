package io.modeenvoy.policy;

import java.util.List;

/**
 * A place where AI calls enter: one hostname of one listener. Envoy names it in the gRPC metadata {@code x-modeenvoy-entry} of the exchange.
 *
 * @param routes AIRoutes reachable here, oldest first: of two rules that match equally well the first wins
 */
public record AiEntryPolicy(String name, List<NamespacedName> routes) implements PolicyResource {
    public AiEntryPolicy {
        routes = List.copyOf(routes);
    }

    @Override
    public String resourceName() {
        return name;
    }
}
