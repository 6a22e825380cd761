package io.modeenvoy.benchmarks.xds;

import io.modeenvoy.benchmarks.harness.Child;
import io.modeenvoy.benchmarks.harness.Program;
import io.modeenvoy.benchmarks.harness.Series;
import io.modeenvoy.xds.server.XdsTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A file is written, {@code modeenvoy control-plane} sees it, translates, and proxies acknowledge: the whole way. */
final class Written implements AutoCloseable {
    private static final String GROUP = "gateway/demo/edge";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final Child child;
    private final Fleet fleet;
    private final int streams;
    private final List<Double> first = new ArrayList<>();
    private final List<Double> last = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int revision;

    private Written(Path folder, Child child, Fleet fleet, int streams) {
        this.folder = folder;
        this.child = child;
        this.fleet = fleet;
        this.streams = streams;
    }

    /** Starts the program on a small gateway and connects the proxies. */
    static Written start(Path folder, int streams) throws IOException, InterruptedException {
        Path resources = Files.createDirectories(folder.resolve("resources"));
        Files.writeString(resources.resolve("gateway.yaml"), RESOURCES);
        write(resources, 0);
        Child child = Child.start(
                folder.resolve("control-plane.log"),
                Program.modeenvoy("control-plane", resources.toString(), "--listen", "127.0.0.1:0", "--admin-port", "0")
                        .toArray(String[]::new));
        String address = child.line("ready ").split(" ", -1)[1];
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        Fleet fleet = new Fleet("proxy", port, Subscriptions.of(GROUP, XdsTypes.ROUTE, List.of("*")));
        Written started = new Written(resources, child, fleet, streams);
        fleet.open(streams);
        if (!fleet.awaitReady(streams, PATIENCE)) {
            started.failures.add(fleet.readyCount() + " of " + streams + " connected");
        }
        return started;
    }

    void round(int changes) throws IOException, InterruptedException {
        double[] firsts = new double[changes];
        double[] lasts = new double[changes];
        for (int i = 0; i < changes && failures.isEmpty(); i++) {
            revision++;
            Wave wave = fleet.expect(XdsTypes.ROUTE, streams);
            write(folder, revision);
            if (!wave.await(PATIENCE)) {
                failures.add("change " + revision + " was not acknowledged by all within " + PATIENCE);
            }
            firsts[i] = wave.firstMillis();
            lasts[i] = wave.lastMillis();
        }
        Arrays.sort(firsts);
        Arrays.sort(lasts);
        first.add(Fanout.percentile(firsts, 0.5));
        last.add(Fanout.percentile(lasts, 0.99));
    }

    /** What was measured so far was the warm-up. */
    void forget() {
        first.clear();
        last.clear();
    }

    private static void write(Path resources, int revision) throws IOException {
        Path beside = resources.resolveSibling("route.yaml");
        Files.writeString(beside, """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: status, namespace: demo}
                spec:
                  parentRefs: [{name: edge}]
                  rules: [{matches: [{path: {value: /status-%d}}], backendRefs: [{name: status, port: 80}]}]
                """.formatted(revision));
        Files.move(beside, resources.resolve("route.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    Series firstMillis() {
        return new Series(first);
    }

    Series lastMillis() {
        return new Series(last);
    }

    List<String> failures() {
        return failures;
    }

    @Override
    public void close() {
        fleet.close();
        child.close();
    }

    private static final String RESOURCES = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: demo}
            spec:
              gatewayClassName: modeenvoy
              listeners: [{name: http, port: 8080, protocol: HTTP}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: status, namespace: demo}
            spec: {ports: [{port: 80, targetPort: 8089}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: status-1, namespace: demo, labels: {kubernetes.io/service-name: status}}
            addressType: IPv4
            ports: [{port: 8089}]
            endpoints: [{addresses: [10.0.0.1]}]
            """;
}
