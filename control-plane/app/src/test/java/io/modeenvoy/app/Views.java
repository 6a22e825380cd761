package io.modeenvoy.app;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayBuilder;

/** Objects without files. */
final class Views {
    private Views() {}

    static Gateway gateway(String name) {
        return new GatewayBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("demo")
                .withGeneration(7L)
                .endMetadata()
                .withNewSpec()
                .withGatewayClassName("modeenvoy")
                .addNewListener()
                .withName("http")
                .withPort(8080)
                .withProtocol("HTTP")
                .endListener()
                .endSpec()
                .build();
    }
}
