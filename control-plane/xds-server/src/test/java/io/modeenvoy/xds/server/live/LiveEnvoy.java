package io.modeenvoy.xds.server.live;

import io.modeenvoy.testkit.envoy.RealEnvoy;
import io.modeenvoy.testkit.envoy.RunningEnvoy;
import io.modeenvoy.testkit.live.Caller;
import io.modeenvoy.testkit.live.Http1Caller;
import io.modeenvoy.testkit.live.Http2Caller;
import io.modeenvoy.testkit.live.Identity;
import io.modeenvoy.testkit.live.LiveBootstrap;
import io.modeenvoy.testkit.live.Resources;
import io.modeenvoy.testkit.live.Site;
import io.modeenvoy.testkit.live.Traffic;
import io.modeenvoy.testkit.live.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** A real Envoy that follows a replica, and what is around it. */
final class LiveEnvoy implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RunningEnvoy envoy;
    private final Path accessLog;
    private final Site site;

    private LiveEnvoy(RunningEnvoy envoy, Path accessLog, Site site) {
        this.envoy = envoy;
        this.accessLog = accessLog;
        this.site = site;
    }

    /** Starts it with nothing but what is in its bootstrap; the replica has nothing yet. */
    static LiveEnvoy start(Replica replica, LiveBootstrap.Dialect dialect) throws IOException {
        replica.publishNothing();
        RunningEnvoy envoy =
                RealEnvoy.find().start(LiveBootstrap.yaml("live-1", Replica.GROUP, replica.port(), dialect));
        Path accessLog = Files.createTempFile("failures", ".log");
        int upstream = envoy.port(LiveBootstrap.UPSTREAM);
        return new LiveEnvoy(envoy, accessLog, Site.of(upstream, accessLog));
    }

    Site site() {
        return site;
    }

    RunningEnvoy envoy() {
        return envoy;
    }

    void await(String what, BooleanSupplier condition) {
        envoy.await(what, PATIENCE, condition);
    }

    /** Waits until calls can be made. */
    void awaitListeners() {
        await("listening", () -> {
            String listeners = envoy.admin("/listeners");
            return listeners.contains(Resources.PLAIN + "::") && listeners.contains(Resources.SECURE + "::");
        });
    }

    /** Four clients without TLS, two of a slow upstream, two for each filter chain of the HTTPS listener, one that speaks HTTP/2. */
    Traffic traffic(World world) {
        int plain = site.plainPort();
        int secure = site.securePort();
        SSLContext trust = Identity.trust(List.of(site.first(), site.second()));
        List<Caller> callers = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            callers.add(Http1Caller.plain(plain, 25 * i * i));
        }
        for (int i = 1; i <= 2; i++) {
            callers.add(Http1Caller.slow(plain, 20, 40 * i));
            for (String serverName : World.SERVER_NAMES) {
                callers.add(Http1Caller.secure(secure, trust, serverName, 50 * i * i));
            }
        }
        callers.add(Http1Caller.slow(plain, 20, 2_500));
        callers.add(new Http2Caller(secure, trust));
        return Traffic.start(callers, List.copyOf(world.routes().keySet()), Duration.ofMillis(1));
    }

    /** What Envoy itself says went wrong with calls. */
    List<String> failures() {
        envoy.adminPost("/reopen_logs");
        try (Stream<String> lines = Files.lines(accessLog)) {
            return Stream.concat(lines, counters()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the clusters it has got over ADS. */
    Set<String> clusters() {
        return envoy.admin("/clusters")
                .lines()
                .map(line -> line.substring(0, Math.max(0, line.indexOf("::"))))
                .filter(name -> !name.isEmpty() && !name.equals("ads"))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Stream<String> counters() {
        return envoy.admin("/stats?usedonly")
                .lines()
                .filter(
                        line -> line.matches(
                                "(http\\.live\\.(no_route|no_cluster|downstream_rq_[45]xx|rs_too_large)|listener\\..*no_filter_chain_match"
                                        + "|cluster\\.(first|move).*(upstream_cx_none_healthy|upstream_rq_5xx|upstream_cx_connect_fail)): [1-9].*"));
    }

    @Override
    public void close() throws IOException {
        envoy.close();
        Files.delete(accessLog);
    }
}
