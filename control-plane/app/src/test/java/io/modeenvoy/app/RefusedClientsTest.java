package io.modeenvoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.xds.server.RefusedClaim;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** The memory of who was sent away. */
final class RefusedClientsTest {
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private final RefusedClients refused = new RefusedClients((InstantSource) () -> now);

    @Test
    void countsTheSameClaimAndRemembersWhenItCameLast() {
        refused.refused(claim("edge-1"));
        now = now.plusSeconds(5);
        refused.refused(claim("edge-1"));

        assertThat(refused.latest())
                .containsExactly(new FleetStatus.Refusal(
                        "edge-1", "all", "certificate cn:x", "not you", "2026-11-21T10:00:05Z", 2));
    }

    @Test
    void forgetsTheOldestWhenThereAreMany() {
        for (int i = 0; i < 60; i++) {
            refused.refused(claim("edge-" + i));
        }

        assertThat(refused.latest())
                .hasSize(50)
                .extracting(FleetStatus.Refusal::nodeId)
                .startsWith("edge-10")
                .endsWith("edge-59");
    }

    private static RefusedClaim claim(String nodeId) {
        return new RefusedClaim("certificate cn:x", nodeId, "all", "not you");
    }
}
