package io.modeenvoy.xds.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.testkit.live.LiveBootstrap;
import io.modeenvoy.testkit.live.Move;
import io.modeenvoy.testkit.live.Resources;
import io.modeenvoy.testkit.live.Traffic;
import io.modeenvoy.testkit.live.World;
import io.modeenvoy.xds.server.ResourceKey;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real Envoy under 200 random moves and steady load loses no call. */
@Tag("envoy")
final class MovesIT {
    private static final int MOVES = 200;
    private static final int ROUTES = 6;
    private static final Duration GRACE = Duration.ofMillis(300);

    @ParameterizedTest
    @EnumSource
    void losesNoCallWhileWhatItUsesIsMoved(LiveBootstrap.Dialect dialect) throws Exception {
        long seed = Long.getLong("modeenvoy.seed", System.nanoTime());
        System.out.println("MovesIT " + dialect + ": -Dmodeenvoy.seed=" + seed);
        Random random = new Random(seed);
        World world = World.of(ROUTES);
        try (Replica replica = Replica.start(0, GRACE);
                LiveEnvoy envoy = LiveEnvoy.start(replica, dialect)) {
            replica.publish(world, envoy.site());
            envoy.awaitListeners();
            try (Traffic traffic = envoy.traffic(world)) {
                world = moves(world, random, replica, envoy, traffic);
                awaitProgrammed(world, replica, envoy);
                assertThat(traffic.calls()).isGreaterThan(2_000);
                losesNothing(seed, traffic, envoy);
            }
            holdsExactly(world, envoy);
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnBesideAClusterThatEnvoyRefusesAndTakesItsCorrection(LiveBootstrap.Dialect dialect) throws Exception {
        Random random = new Random(1);
        World world = World.of(ROUTES);
        try (Replica replica = Replica.start(0, GRACE);
                LiveEnvoy envoy = LiveEnvoy.start(replica, dialect)) {
            replica.publish(world, envoy.site());
            envoy.awaitListeners();
            try (Traffic traffic = envoy.traffic(world)) {
                World broken = Move.ROUTE_TO_NEW_CLUSTER.apply(world, 1, random).withBroken(true);
                replica.publish(broken, envoy.site());
                awaitAllButTheBroken(broken, replica, envoy);
                assertThat(replica.rejections(broken, envoy.site(), Resources.CLUSTER, World.BROKEN))
                        .singleElement()
                        .asString()
                        .contains(World.BROKEN);
                broken = Move.ROUTE_TO_NEW_CLUSTER.apply(broken, 2, random);
                replica.publish(broken, envoy.site());
                awaitAllButTheBroken(broken, replica, envoy);
                assertThat(replica.responses().get(Resources.CLUSTER)).isLessThan(12);

                World mended = broken.withBroken(false).withCluster(World.BROKEN, "mended");
                replica.publish(mended, envoy.site());
                awaitProgrammed(mended, replica, envoy);
                losesNothing(1, traffic, envoy);
                holdsExactly(mended, envoy);
            }
        }
    }

    private static void awaitAllButTheBroken(World world, Replica replica, LiveEnvoy envoy) {
        ResourceKey broken = new ResourceKey(Resources.CLUSTER, World.BROKEN);
        envoy.await(
                "programmed but for the broken cluster",
                () -> replica.missing(world, envoy.site()).equals(List.of(broken)));
    }

    /** One to three moves a publication; then some calls are let through, or all there is to ACK. */
    private static World moves(World start, RandomGenerator random, Replica replica, LiveEnvoy envoy, Traffic traffic) {
        World world = start;
        for (int made = 0; made < MOVES; ) {
            for (int more = random.nextInt(3); more >= 0; more--) {
                world = Move.any(random).apply(world, made++, random);
            }
            replica.publish(world, envoy.site());
            if (random.nextInt(4) == 0) {
                awaitProgrammed(world, replica, envoy);
            } else {
                long enough = traffic.calls() + random.nextInt(100);
                envoy.await("answering calls", () -> traffic.calls() >= enough);
            }
        }
        return world;
    }

    private static void awaitProgrammed(World world, Replica replica, LiveEnvoy envoy) {
        envoy.await("programmed", () -> replica.missing(world, envoy.site()).isEmpty());
    }

    private static void losesNothing(long seed, Traffic traffic, LiveEnvoy envoy) {
        SoftAssertions.assertSoftly(softly -> {
            softly.assertThat(traffic.failures())
                    .as("calls that failed, seed %d", seed)
                    .isEmpty();
            softly.assertThat(envoy.failures())
                    .as("what Envoy says, seed %d", seed)
                    .isEmpty();
        });
    }

    /** Nothing of what was removed is left. */
    private static void holdsExactly(World world, LiveEnvoy envoy) {
        envoy.await(
                "rid of removed clusters",
                () -> envoy.clusters().equals(world.clusters().keySet()));
    }
}
