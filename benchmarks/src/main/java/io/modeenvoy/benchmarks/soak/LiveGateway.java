package io.modeenvoy.benchmarks.soak;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/** The real Envoy of the soak and the calls through it. */
final class LiveGateway implements AutoCloseable {
    private static final Duration REST = Duration.ofMillis(10);

    private final RunningEnvoy envoy;
    private final Site site;

    private LiveGateway(RunningEnvoy envoy, Site site) {
        this.envoy = envoy;
        this.site = site;
    }

    static LiveGateway start(int adsPort, Path folder) throws IOException {
        String bootstrap = LiveBootstrap.yaml("envoy-1", SoakServer.GROUP, adsPort, LiveBootstrap.Dialect.DELTA);
        RunningEnvoy envoy = RealEnvoy.find().start(bootstrap);
        Path accessLog = Files.createFile(folder.resolve("failures.log"));
        return new LiveGateway(envoy, Site.of(envoy.port(LiveBootstrap.UPSTREAM), accessLog));
    }

    Site site() {
        return site;
    }

    /** Begins when both listeners are there. */
    Traffic traffic(World world) {
        envoy.await("listening", Duration.ofSeconds(30), () -> {
            String listeners = envoy.admin("/listeners");
            return listeners.contains(Resources.PLAIN + "::") && listeners.contains(Resources.SECURE + "::");
        });
        SSLContext trust = Identity.trust(List.of(site.first(), site.second()));
        List<Caller> callers = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            callers.add(Http1Caller.plain(site.plainPort(), 50 * i * i));
        }
        callers.add(Http1Caller.slow(site.plainPort(), 20, 100));
        callers.add(Http1Caller.slow(site.plainPort(), 20, 5_000));
        World.SERVER_NAMES.forEach(name -> callers.add(Http1Caller.secure(site.securePort(), trust, name, 100)));
        callers.add(new Http2Caller(site.securePort(), trust));
        return Traffic.start(callers, List.copyOf(world.routes().keySet()), REST);
    }

    /** What Envoy wrote of calls that went wrong. */
    List<String> failures() throws IOException {
        envoy.adminPost("/reopen_logs");
        return Files.readAllLines(site.accessLog());
    }

    /** Names of clusters that it holds otherwise than published. */
    List<String> stale(World world) {
        List<String> held = envoy.admin("/clusters")
                .lines()
                .filter(line -> line.contains("::added_via_api::true"))
                .map(line -> line.substring(0, line.indexOf("::")))
                .distinct()
                .sorted()
                .toList();
        List<String> wanted = List.copyOf(world.clusters().keySet());
        return held.equals(wanted) ? List.of() : List.of("envoy: clusters " + held + " (expected: " + wanted + ")");
    }

    @Override
    public void close() {
        envoy.close();
    }
}
