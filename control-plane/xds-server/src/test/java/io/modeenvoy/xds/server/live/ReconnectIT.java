package io.modeenvoy.xds.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.testkit.live.LiveBootstrap;
import io.modeenvoy.testkit.live.Move;
import io.modeenvoy.testkit.live.Resources;
import io.modeenvoy.testkit.live.Traffic;
import io.modeenvoy.testkit.live.World;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Item 23 of the protocol suite with a real Envoy: another replica of equal content sends only what differs. */
@Tag("envoy")
final class ReconnectIT {
    private static final int ROUTES = 100;
    private static final Duration GRACE = Duration.ofMillis(300);

    @ParameterizedTest
    @EnumSource
    void anotherReplicaSendsOnlyWhatDiffers(LiveBootstrap.Dialect dialect) throws Exception {
        World world = World.of(ROUTES);
        int port;
        try (Replica first = Replica.start(0, GRACE);
                LiveEnvoy envoy = LiveEnvoy.start(first, dialect)) {
            port = first.port();
            first.publish(world, envoy.site());
            envoy.awaitListeners();
            envoy.await("programmed", () -> first.missing(world, envoy.site()).isEmpty());
            long everything = first.bytes();
            try (Traffic traffic = envoy.traffic(world)) {
                first.kill();
                goOn(envoy, traffic);
                try (Replica equal = Replica.start(port, GRACE)) {
                    equal.publish(world, envoy.site());
                    resumed(envoy, equal, world);
                    goOn(envoy, traffic);
                    says(dialect, equal, 0, everything);
                }
                World next = Move.ENDPOINTS_CHANGED.apply(world, 1, new Random(1));
                try (Replica newer = Replica.start(port, GRACE)) {
                    newer.publish(next, envoy.site());
                    resumed(envoy, newer, next);
                    says(dialect, newer, 400, everything);
                }
                goOn(envoy, traffic);
                assertThat(traffic.failures()).isEmpty();
            }
            assertThat(envoy.failures()).isEmpty();
        }
    }

    /** In state-of-the-world only clusters and listeners come back with a version that counts: what is asked for by name is sent again. */
    private static void says(LiveBootstrap.Dialect dialect, Replica replica, long most, long everything) {
        switch (dialect) {
            case DELTA -> assertThat(replica.bytes()).isLessThanOrEqualTo(most);
            case STATE_OF_THE_WORLD -> {
                assertThat(replica.responses()).doesNotContainKeys(Resources.CLUSTER, Resources.LISTENER);
                assertThat(replica.bytes()).isLessThan(everything);
            }
        }
    }

    private static void resumed(LiveEnvoy envoy, Replica replica, World world) {
        envoy.await("resumed", () -> replica.missing(world, envoy.site()).isEmpty());
    }

    private static void goOn(LiveEnvoy envoy, Traffic traffic) {
        long enough = traffic.calls() + 200;
        envoy.await("answering calls", () -> traffic.calls() > enough);
    }
}
