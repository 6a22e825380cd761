package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.AllowedRoutes;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerSet;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerTLSConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A listener as a Gateway or a ListenerSet writes it. */
record WrittenListener(
        @Nullable String name,
        @Nullable String hostname,
        @Nullable Integer port,
        @Nullable String protocol,
        @Nullable ListenerTLSConfig tls,
        @Nullable AllowedRoutes allowedRoutes) {
    static List<WrittenListener> of(Gateway gateway) {
        return gateway.getSpec().getListeners().stream()
                .map(each -> new WrittenListener(
                        each.getName(),
                        each.getHostname(),
                        each.getPort(),
                        each.getProtocol(),
                        each.getTls(),
                        each.getAllowedRoutes()))
                .toList();
    }

    static List<WrittenListener> of(ListenerSet set) {
        return set.getSpec().getListeners().stream()
                .map(each -> new WrittenListener(
                        each.getName(),
                        each.getHostname(),
                        each.getPort(),
                        each.getProtocol(),
                        each.getTls(),
                        each.getAllowedRoutes()))
                .toList();
    }
}
