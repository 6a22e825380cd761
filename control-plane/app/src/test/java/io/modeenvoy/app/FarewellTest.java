package io.modeenvoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** At the end of a control plane its proxies leave one by one, so that the other replicas are not asked by all at once. */
final class FarewellTest {
    @Test
    void aFewProxiesLeaveAtOnce() {
        assertThat(XdsEndpoint.farewell(0)).isEqualTo(Duration.ZERO);
        assertThat(XdsEndpoint.farewell(2)).isEqualTo(Duration.ofMillis(2));
    }

    @Test
    void manyTakeTheirTimeAndNoLonger() {
        assertThat(XdsEndpoint.farewell(3_000)).isEqualTo(Duration.ofSeconds(3));
        assertThat(XdsEndpoint.farewell(100_000)).isEqualTo(Duration.ofSeconds(5));
    }
}
