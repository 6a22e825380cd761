package io.modeenvoy.xds.server.live;

import io.modeenvoy.testkit.live.Http1Caller;
import io.modeenvoy.testkit.live.LiveBootstrap;
import io.modeenvoy.testkit.live.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With a real Envoy that refuses a cluster: the route to it answers 503, and all others of its table come and go. */
@Tag("envoy")
final class RefusalIT {
    private static final Duration GRACE = Duration.ofMillis(300);

    @ParameterizedTest
    @EnumSource
    void refusedClusterCostsItsOwnRouteOnly(LiveBootstrap.Dialect dialect) throws Exception {
        World world = World.of(2);
        try (Replica replica = Replica.start(0, GRACE);
                LiveEnvoy envoy = LiveEnvoy.start(replica, dialect)) {
            replica.publish(world, envoy.site());
            envoy.awaitListeners();
            envoy.await("programmed", () -> replica.missing(world, envoy.site()).isEmpty());
            SortedMap<String, String> routes = new TreeMap<>(world.routes());
            routes.put("/to-refused", World.BROKEN);
            routes.put("/new", "first-0");
            routes.remove("/r1");
            replica.publish(with(world.withBroken(true), routes), envoy.site());
            envoy.await("the new route", () -> status(envoy, "/new") == 200);
            envoy.await("the route that is gone", () -> status(envoy, "/r1") == 404);
            envoy.await("the route to the refused cluster", () -> status(envoy, "/to-refused") == 503);
            routes.remove("/new");
            replica.publish(with(world.withBroken(true), routes), envoy.site());
            envoy.await("the next change", () -> status(envoy, "/new") == 404);
            envoy.await("the route that was there before", () -> status(envoy, "/r0") == 200);
        }
    }

    private static World with(World world, SortedMap<String, String> routes) {
        return new World(
                routes,
                world.clusters(),
                world.endpoints(),
                world.secrets(),
                world.extras(),
                world.filter(),
                world.runtime(),
                world.broken());
    }

    private static int status(LiveEnvoy envoy, String path) {
        Http1Caller caller = Http1Caller.plain(envoy.site().plainPort(), 1);
        try {
            return caller.call(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            caller.close();
        }
    }
}
