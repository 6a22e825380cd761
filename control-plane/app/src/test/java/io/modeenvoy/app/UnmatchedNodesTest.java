package io.modeenvoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.testkit.xds.AdsClient;
import io.modeenvoy.xds.translator.TypeUrls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that claim a gateway that does not exist. */
final class UnmatchedNodesTest {
    @TempDir
    private Path directory;

    private World world;

    @BeforeEach
    void start() throws IOException {
        world = new World(directory);
        world.controlPlane.firstPass().toCompletableFuture().join();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void theStatusSaysWhatWasClaimedUntilTheGatewayIsThere() {
        AdsClient lost = world.proxy("gateway/demo/late").connect();
        lost.await("its answers", () -> types() == 2 && lost.replies().size() == 2);
        lost.barrier();

        assertThat(node().warning())
                .isEqualTo("node envoy-0 claims group gateway/demo/late (expected: one of all, gateway/demo/edge, "
                        + "gateway/demo/inner, services): it gets nothing");
        assertThat(node().dialect()).isEqualTo("delta");
        assertThat(world.metrics.counter("modeenvoy.xds.unmatched").count()).isEqualTo(1);
        assertThat(lost.names(TypeUrls.LISTENER)).isEmpty();

        world.write("late.yaml", Demo.gateway("late", 8085));

        lost.awaitNames(TypeUrls.LISTENER, "demo/late/8085");
        assertThat(node().warning()).isEmpty();
    }

    @Test
    void aClientThatIsUpToDateHasNothingPending() {
        world.proxy(World.EDGE)
                .connect()
                .awaitNames(TypeUrls.ROUTES, "demo/edge/8080")
                .barrier();

        assertThat(node().types())
                .filteredOn(type -> TypeUrls.ENVOY.contains(type.typeUrl()))
                .isNotEmpty()
                .allSatisfy(type -> {
                    assertThat(type.pending()).isZero();
                    assertThat(type.unansweredSince()).isEmpty();
                    assertThat(type.forced()).isZero();
                });
    }

    private long types() {
        List<FleetStatus.NodeStatus> nodes = nodes();
        return nodes.isEmpty() ? 0 : nodes.getFirst().types().size();
    }

    private FleetStatus.NodeStatus node() {
        return nodes().getFirst();
    }

    private List<FleetStatus.NodeStatus> nodes() {
        return new StatusBoard(world.xds).status(world.controlPlane.last()).nodes();
    }
}
