package io.modeenvoy.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place where AI calls enter: one hostname of one listener. Envoy names it in the gRPC metadata {@code x-modeenvoy-entry} of the exchange.
 *
 * @param gateway whose listener it is: only its proxies may name the entry; null = nobody's
 * @param routes AIRoutes reachable here, oldest first: of two rules that match equally well the first wins
 */
public record AiEntryPolicy(String name, @Nullable NamespacedName gateway, List<NamespacedName> routes)
        implements PolicyResource {
    public AiEntryPolicy {
        routes = List.copyOf(routes);
    }

    /** One that no Gateway has. */
    public AiEntryPolicy(String name, List<NamespacedName> routes) {
        this(name, null, routes);
    }

    /** The Gateways whose proxies may name the entry. */
    public List<NamespacedName> gateways() {
        return gateway == null ? List.of() : List.of(gateway);
    }

    @Override
    public String resourceName() {
        return name;
    }
}
