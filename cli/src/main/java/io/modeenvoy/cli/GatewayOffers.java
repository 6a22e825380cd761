package io.modeenvoy.cli;

import io.modeenvoy.app.Pass;
import io.modeenvoy.crd.Suggestion;
import io.modeenvoy.ir.GatewayIr;
import io.modeenvoy.ir.PortIr;
import io.modeenvoy.webhook.GatewayName;
import io.modeenvoy.webhook.GatewayOffer;
import io.modeenvoy.webhook.Gateways;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Gateways as they were translated last. */
record GatewayOffers(List<GatewayIr> gateways) implements Gateways {
    /** Null before anything was translated. */
    static @Nullable Gateways of(@Nullable Pass pass) {
        return pass == null ? null : new GatewayOffers(pass.translation().ir().gateways());
    }

    @Override
    public Optional<GatewayOffer> find(GatewayName wanted) {
        return gateways.stream()
                .filter(gateway -> gateway.origin().namespace().equals(wanted.namespace())
                        && gateway.origin().name().equals(wanted.name()))
                .findFirst()
                .map(GatewayOffers::offer);
    }

    @Override
    public String meant(GatewayName wanted) {
        return Suggestion.of(
                wanted.toString(),
                gateways.stream()
                        .map(gateway -> gateway.origin().namespace() + "/"
                                + gateway.origin().name())
                        .toList());
    }

    private static GatewayOffer offer(GatewayIr gateway) {
        List<Integer> plain = ports(gateway.egressPorts().stream());
        List<Integer> others = ports(gateway.ports().stream()).stream()
                .filter(port -> !plain.contains(port))
                .toList();
        return new GatewayOffer(plain, others, gateway.egressNamespaces());
    }

    private static List<Integer> ports(Stream<PortIr> ports) {
        return ports.map(port -> port.port().value()).sorted().toList();
    }
}
