package io.modeenvoy.webhook;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Gateways of the tests. */
final class Examples {
    private static final Map<GatewayName, GatewayOffer> OFFERS = Map.of(
            new GatewayName("gateways", "models"),
            new GatewayOffer(List.of(8080), List.of(443), List.of("*")),
            new GatewayName("gateways", "partners"),
            new GatewayOffer(List.of(8080), List.of(), List.of("billing", "shop")),
            new GatewayName("gateways", "secure"),
            new GatewayOffer(List.of(), List.of(443), List.of("*")),
            new GatewayName("gateways", "taken"),
            new GatewayOffer(List.of(8080, 19001), List.of(), List.of("*")),
            new GatewayName("shop", "own"),
            new GatewayOffer(List.of(80, 8081), List.of(443), List.of()));

    static final Gateways GATEWAYS = name -> Optional.ofNullable(OFFERS.get(name));

    private Examples() {}
}
