package io.modeenvoy.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The product on a cluster: a control plane, the services and Envoys, as processes around a folder of sockets. */
final class KubeFleet implements AutoCloseable {
    private final Path folder;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Program controlPlane;
    private final int adminPort;
    private int servicesPort;

    private KubeFleet(Path folder, Program controlPlane, int adminPort) {
        this.folder = folder;
        this.controlPlane = controlPlane;
        this.adminPort = adminPort;
        parts.push(controlPlane);
    }

    /**
     * A control plane, ready, with an account of its own.
     *
     * @param namespace of its account, Lease and pepper
     * @param options more of them
     */
    static KubeFleet start(KubeCluster cluster, String namespace, String... options) {
        return start(cluster.account(namespace), namespace, options);
    }

    /** A control plane, ready, by somebody's kubeconfig. */
    static KubeFleet start(Path kubeconfig, String namespace, String... options) {
        try {
            Path folder = Files.createTempDirectory("me-");
            int adminPort = Program.freePort();
            Program program = controlPlane(kubeconfig, namespace, folder.resolve("ads.sock"), adminPort, options);
            return new KubeFleet(folder, program, adminPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Program controlPlane(Path kubeconfig, String namespace, Path socket, int adminPort, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "control-plane",
                "--kubeconfig",
                kubeconfig.toString(),
                "--namespace",
                namespace,
                "--listen",
                "unix:" + socket,
                "--admin-port",
                Integer.toString(adminPort)));
        arguments.addAll(List.of(options));
        Program program = Program.start(arguments.toArray(String[]::new));
        program.awaitLine(line -> line.startsWith("ready "));
        return program;
    }

    /** All services in one process. */
    KubeFleet withServices() {
        Program services = Program.start(
                "services",
                "--server",
                "unix:" + folder.resolve("ads.sock"),
                "--sockets",
                folder.toString(),
                "--state",
                folder.resolve("state").toString(),
                "--admin-port",
                "0");
        String ready = services.awaitLine(line -> line.startsWith("ready "));
        servicesPort = URI.create(ready.substring(ready.indexOf("http://"))).getPort();
        parts.push(services);
        return this;
    }

    /** An Envoy of a Gateway {@code NS/NAME}. */
    KubeFleet withEnvoy(String gateway, String id) {
        try {
            Process envoy = Fleet.envoy(folder, "gateway/" + gateway, id);
            parts.push(() -> {
                envoy.destroy();
                if (!envoy.waitFor(10, TimeUnit.SECONDS)) {
                    envoy.destroyForcibly();
                }
            });
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls to a listener on {@code port}; budgets are those of the services. */
    Gateway gateway(int port) {
        return Gateway.at(controlPlane, URI.create("http://127.0.0.1:" + port + "/"), servicesPort);
    }

    /** A figure of the control plane's metrics, 0 if it is not there. */
    double figure(String name) {
        return admin("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    /** Everything that is served, with its versions. */
    String dump() {
        return admin("/xds/dump");
    }

    /** The fleet and the objects. */
    String status() {
        return admin("/status");
    }

    private String admin(String path) {
        return gateway(1)
                .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
                        .build())
                .body();
    }

    Program controlPlane() {
        return controlPlane;
    }

    /** Of the control plane. */
    int adminPort() {
        return adminPort;
    }

    /** The sockets, Envoys' logs and bootstraps. */
    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            while (!parts.isEmpty()) {
                parts.pop().close();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
