package io.modeenvoy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayBuilder;
import io.modeenvoy.crd.ResourceView;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class PortOverrideTest {
    private final PortOverride override = new PortOverride(9000);

    @Test
    void changesThePortOfTheOnlyHttpListener() {
        ResourceView changed =
                override.apply(ResourceView.of(List.of(gateway("edge", "HTTP"), gateway("tls", "HTTPS"))));

        assertThat(port(changed, "edge")).isEqualTo(9000);
        assertThat(port(changed, "tls")).isEqualTo(8080);
    }

    @Test
    void givesTheSameInstanceForTheSameGateway() {
        ResourceView view = ResourceView.of(List.of(gateway("edge", "HTTP")));

        assertThat(override.apply(view).get(Gateway.class, "demo", "edge"))
                .isSameAs(override.apply(view).get(Gateway.class, "demo", "edge"));
    }

    @Test
    void refusesSeveralHttpListeners() {
        assertThatThrownBy(() -> override.apply(ResourceView.of(List.of(gateway("a", "HTTP"), gateway("b", "HTTP")))))
                .isInstanceOf(CannotException.class)
                .hasMessage(
                        "--port: 9000 with 2 HTTP listeners (expected: exactly one HTTP listener among the Gateways)");
    }

    private static int port(ResourceView view, String name) {
        return Objects.requireNonNull(view.get(Gateway.class, "demo", name))
                .getSpec()
                .getListeners()
                .getFirst()
                .getPort();
    }

    private static Gateway gateway(String name, String protocol) {
        return new GatewayBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("demo")
                .endMetadata()
                .withNewSpec()
                .withGatewayClassName("modeenvoy")
                .addNewListener()
                .withName("only")
                .withPort(8080)
                .withProtocol(protocol)
                .endListener()
                .endSpec()
                .build();
    }
}
