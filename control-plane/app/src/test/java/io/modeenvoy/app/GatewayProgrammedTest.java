package io.modeenvoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayBuilder;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.k8s.WantedStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class GatewayProgrammedTest {
    private static final ObjectName NAME = new ObjectName("demo", "edge");
    private static final ConditionView GOOD = new ConditionView("Programmed", "True", "Programmed", "programmed", 3);
    private static final ConditionView NOBODY = new ConditionView("Programmed", "Unknown", "NoNodes", "no proxy", 3);

    private static Gateway gateway(String... addresses) {
        GatewayBuilder gateway = new GatewayBuilder()
                .withNewMetadata()
                .withNamespace("demo")
                .withName("edge")
                .endMetadata()
                .withNewSpec()
                .endSpec();
        for (String address : addresses) {
            gateway = gateway.editSpec()
                    .addNewAddress()
                    .withValue(address)
                    .endAddress()
                    .endSpec();
        }
        return gateway.build();
    }

    private static ConditionView programmed(
            Gateway gateway, List<String> addresses, MadeProxies proxies, ConditionView fleet) {
        Stream<WantedStatus.Address> given =
                addresses.stream().map(address -> new WantedStatus.Address("IPAddress", address));
        return Objects.requireNonNull(new GatewayProgrammed(gateway, given.toList(), proxies).of(fleet));
    }

    private static MadeProxies made(Map<ObjectName, String> problems) {
        return new MadeProxies(true, Set.of(NAME), problems);
    }

    @Test
    void isWhatItsEnvoysSayWhereNothingIsInTheWay() {
        assertThat(programmed(gateway(), List.of(), made(Map.of()), GOOD)).isEqualTo(GOOD);
        assertThat(programmed(gateway(), List.of(), made(Map.of()), NOBODY)).isEqualTo(NOBODY);
        assertThat(programmed(gateway(""), List.of("192.0.2.1"), made(Map.of()), GOOD))
                .isEqualTo(GOOD);
        assertThat(programmed(gateway("192.0.2.1"), List.of("192.0.2.1"), made(Map.of()), GOOD))
                .isEqualTo(GOOD);
    }

    @Test
    void saysWhatKeepsItsEnvoysFromBeingThere() {
        ConditionView condition = programmed(gateway(), List.of(), made(Map.of(NAME, "quota")), NOBODY);

        assertThat(condition.status()).isEqualTo("False");
        assertThat(condition.reason()).isEqualTo("NoResources");
        assertThat(condition.message()).isEqualTo("its Envoys cannot be made: quota");
    }

    @Test
    void staysTrueWhereEnvoysServeThatCannotBeBroughtUpToDate() {
        ConditionView condition = programmed(gateway(), List.of(), made(Map.of(NAME, "quota")), GOOD);

        assertThat(condition.status()).isEqualTo("True");
        assertThat(condition.message()).isEqualTo("programmed; its Envoys cannot be brought up to date: quota");
    }

    @Test
    void saysHowToStartEnvoysThatNobodyMakes() {
        assertThat(programmed(gateway(), List.of(), MadeProxies.NONE, NOBODY).message())
                .isEqualTo(
                        "no proxy; nobody makes its Envoys (expected: one started with modeenvoy bootstrap --role edge"
                                + " --group gateway/demo/edge, or an entry of the chart: edges.edge.gateway: {namespace:"
                                + " demo, name: edge})");
        assertThat(programmed(gateway(), List.of(), MadeProxies.NONE, GOOD)).isEqualTo(GOOD);
    }

    @Test
    void isNotProgrammedWithoutTheAddressItAsksFor() {
        ConditionView condition = programmed(gateway("192.0.2.1"), List.of("10.0.0.7"), made(Map.of()), GOOD);

        assertThat(condition.status()).isEqualTo("False");
        assertThat(condition.reason()).isEqualTo("AddressNotUsable");
        assertThat(condition.message())
                .isEqualTo("spec.addresses: 192.0.2.1 (expected: an address that the load balancer gives; the Gateway's"
                        + " Service has 10.0.0.7)");
        assertThat(programmed(gateway("192.0.2.1", "192.0.2.2"), List.of("192.0.2.1"), made(Map.of()), GOOD)
                        .reason())
                .isEqualTo("AddressNotUsable");
    }

    @Test
    void anAddressIsTheSameInAnotherSpellingAndANameIsNone() {
        assertThat(programmed(gateway("2001:DB8:0::1"), List.of("2001:db8::1"), made(Map.of()), GOOD))
                .isEqualTo(GOOD);
        assertThat(programmed(gateway("2001:db8::1"), List.of("lb.example.com"), made(Map.of()), GOOD)
                        .reason())
                .isEqualTo("AddressNotUsable");
    }

    @Test
    void isInvalidWhereNothingCanBeProgrammed() {
        assertThat(new GatewayProgrammed(gateway(), List.of(), MadeProxies.NONE).of(null))
                .isNull();
    }
}
