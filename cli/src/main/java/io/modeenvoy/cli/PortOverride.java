package io.modeenvoy.cli;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayBuilder;
import io.modeenvoy.crd.ResourceView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the port of {@code --port} in place of the one of the only HTTP listener. Remembers its last work: the same Gateway gives the same instance. */
final class PortOverride {
    private final int port;
    private @Nullable Gateway source; // owned by the thread that loads
    private @Nullable Gateway changed; // owned by the thread that loads

    PortOverride(int port) {
        this.port = port;
    }

    /** The view with the port, or a {@link CannotException} if there is not exactly one HTTP listener. */
    ResourceView apply(ResourceView view) {
        List<Gateway> gateways = view.list(Gateway.class).stream()
                .filter(gateway -> httpListeners(gateway) > 0)
                .toList();
        if (gateways.size() != 1 || httpListeners(gateways.getFirst()) != 1) {
            int listeners =
                    gateways.stream().mapToInt(PortOverride::httpListeners).sum();
            throw new CannotException("--port: " + port + " with " + listeners
                    + " HTTP listeners (expected: exactly one HTTP listener among the Gateways)");
        }
        return view.with(changed(gateways.getFirst()));
    }

    private static int httpListeners(Gateway gateway) {
        return (int) gateway.getSpec().getListeners().stream()
                .filter(listener -> listener.getProtocol().equals("HTTP"))
                .count();
    }

    @SuppressWarnings("ReferenceEquality") // the same instance is what "unchanged" means downstream
    private Gateway changed(Gateway gateway) {
        if (changed == null || source != gateway) {
            source = gateway;
            changed = new GatewayBuilder(gateway)
                    .editSpec()
                    .editMatchingListener(listener -> listener.getProtocol().equals("HTTP"))
                    .withPort(port)
                    .endListener()
                    .endSpec()
                    .build();
        }
        return changed;
    }
}
