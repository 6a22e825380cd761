package io.modeenvoy.gateways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modeenvoy.crd.ProxySettingsSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FleetOptionsFileTest {
    private static final String LEAST =
            "{server: 'cp:18000', services: 'services:18001', image: envoy, program: modeenvoy";

    @Test
    void saysTheUsualWhereTheFileIsSilent() {
        FleetOptions options = FleetOptionsFile.parse(LEAST + "}");

        assertThat(options.defaults().kind()).isEqualTo(ProxySettingsSpec.Kind.DEPLOYMENT);
        assertThat(options.defaults().replicas()).isEqualTo(2);
        assertThat(options.drain()).isEqualTo(new FleetOptions.Drain(5, 60));
        assertThat(options.except()).isEqualTo(List.of());
        assertThat(options.tls()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ", drain: {noticeSeconds: 9, limitSeconds: 9} | drain.limitSeconds: 9 (expected: more than"
                        + " noticeSeconds, which is 9)",
                ", tls: {authority: a, secret: b} | tls: authority a, secret b (expected: one of them)",
                ", tls: {authority: a, validDays: 5} | tls.validDays: 5 (expected: more than renewDays, which is 30)",
                ", colour: red | Unrecognized field \"colour\"",
                ", probePort: many | probePort: Cannot deserialize value of type `java.lang.Integer` from String"
                        + " \"many\"",
            })
    void namesWhatIsWrong(String more, String words) {
        assertThatThrownBy(() -> FleetOptionsFile.parse(LEAST + more + "}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @Test
    void wantsToKnowWhereTheControlPlaneIs() {
        assertThatThrownBy(
                        () -> FleetOptionsFile.parse("{services: 'services:18001', image: envoy, program: modeenvoy}"))
                .hasMessageContaining("server");
        assertThatThrownBy(() -> FleetOptionsFile.parse(""))
                .hasMessage("empty (expected: server, services, image, program)");
        assertThatThrownBy(() -> FleetOptionsFile.parse("server: [")).hasMessageContaining("(expected: YAML)");
    }
}
