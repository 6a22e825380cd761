package io.modeenvoy.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FleetNameTest {
    @Test
    void isTheGatewaysNameWithAPrefixWhereThatFits() {
        assertThat(FleetName.of("edge")).isEqualTo("gateway-edge");
        assertThat(FleetName.of("2nd")).isEqualTo("gateway-2nd");
        assertThat(FleetName.of("x".repeat(55))).isEqualTo("gateway-" + "x".repeat(55));
    }

    @Test
    void isANameOfAServiceHoweverLongTheGatewaysIs() {
        List<String> gateways = List.of("a.b", "x".repeat(56), "x".repeat(253), "a." + "b".repeat(251));

        assertThat(gateways.stream().map(FleetName::of))
                .allMatch(name -> name.matches("[a-z]([-a-z0-9]{0,61}[a-z0-9])?"));
    }

    @Test
    void isAnotherForEachGateway() {
        String shortened = FleetName.of("x".repeat(60));
        List<String> gateways = List.of(
                "a.b",
                "a-b",
                "x".repeat(60),
                "x".repeat(61),
                shortened,
                shortened.substring("gateway-".length()).replaceFirst("^-", ""));

        assertThat(gateways.stream().map(FleetName::of)).doesNotHaveDuplicates();
    }
}
