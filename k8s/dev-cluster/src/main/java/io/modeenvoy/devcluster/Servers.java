package io.modeenvoy.devcluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The two processes: etcd, and the API server that keeps its objects there. */
final class Servers {
    private static final String ETCD = "etcd";
    private static final String API_SERVER = "kube-apiserver";

    private final Path certificates;
    private final String etcdUrl;
    private final Daemon etcd;
    private final String url;
    private final Daemon apiServer;

    private Servers(Path certificates, String etcdUrl, Daemon etcd, String url, Daemon apiServer) {
        this.certificates = certificates;
        this.etcdUrl = etcdUrl;
        this.etcd = etcd;
        this.url = url;
        this.apiServer = apiServer;
    }

    /** Starts etcd, and when it answers the API server, which would give up too soon; that one is not ready yet. */
    static Servers start(
            Started started, Binaries binaries, ClusterFolder folder, Credentials credentials, Duration limit)
            throws IOException, InterruptedException {
        Daemon.endLeftOver(API_SERVER, folder.path(), binaries.apiServer());
        Daemon.endLeftOver(ETCD, folder.path(), binaries.etcd());
        Path beginning = folder.file("etcd.beginning");
        if (Files.exists(beginning)) {
            // An etcd that was killed while it made its folder waits for members for ever; no API server has run with
            // it yet, so it holds nothing.
            folder.remove("etcd");
        }
        if (!Files.exists(folder.file("etcd"))) {
            Files.writeString(beginning, "");
        }
        String etcdUrl = loopback("http", Ports.free());
        Daemon etcd =
                started.add(() -> Daemon.start(ETCD, folder.path(), etcd(binaries, folder, etcdUrl)), Daemon::close);
        awaitEtcd(etcdUrl, new Patience(limit, () -> check(ETCD, etcd)));
        Files.deleteIfExists(beginning);
        Path certificates = folder.file("certificates");
        ServerCertificate.renewIfOld(certificates, Instant.now());
        int port = Ports.kept(folder.file("port"));
        List<String> command = apiServer(binaries, credentials, etcdUrl, port, certificates);
        Daemon apiServer = started.add(() -> Daemon.start(API_SERVER, folder.path(), command), Daemon::close);
        return new Servers(certificates, etcdUrl, etcd, loopback("https", port), apiServer);
    }

    private static void awaitEtcd(String url, Patience patience) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest ready = HttpRequest.newBuilder(URI.create(url + "/readyz"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            patience.await("etcd to be ready", () -> answers(http, ready));
        }
    }

    private static boolean answers(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    String url() {
        return url;
    }

    String etcdUrl() {
        return etcdUrl;
    }

    private static String loopback(String scheme, int port) {
        return scheme + "://127.0.0.1:" + port;
    }

    private static List<String> etcd(Binaries binaries, ClusterFolder folder, String clients) throws IOException {
        String peers = loopback("http", Ports.free());
        return List.of(
                binaries.etcd().toString(),
                "--data-dir=" + folder.file("etcd"),
                "--unsafe-no-fsync",
                "--log-level=warn",
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=default=" + peers);
    }

    private static List<String> apiServer(
            Binaries binaries, Credentials credentials, String etcdUrl, int port, Path certificates) {
        return List.of(
                binaries.apiServer().toString(),
                "--etcd-servers=" + etcdUrl,
                "--bind-address=127.0.0.1",
                // Else it asks the machine's routes for an address, and ends where there are none: without a network.
                "--advertise-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + certificates,
                "--token-auth-file=" + credentials.tokens(),
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://localhost",
                "--service-account-signing-key-file=" + credentials.serviceAccountKey(),
                "--service-account-key-file=" + credentials.serviceAccountKey(),
                // Waits for a controller that makes each namespace's account; there are no controllers here.
                "--disable-admission-plugins=ServiceAccount",
                "--service-cluster-ip-range=10.0.0.0/24",
                // Would publish loopback as the address of the Service kubernetes, which is refused.
                "--endpoint-reconciler-type=none",
                "--profiling=false");
    }

    /** Throws with the last words of the one that ended. */
    void check() throws IOException {
        check(ETCD, etcd);
        check(API_SERVER, apiServer);
    }

    private static void check(String name, Daemon daemon) throws IOException {
        if (!daemon.isAlive()) {
            throw new IOException(name + " ended; its last words:\n" + daemon.lastWords());
        }
    }

    boolean hasCertificate() {
        return ServerCertificate.isIn(certificates);
    }

    ServerCertificate certificate() throws IOException {
        return ServerCertificate.read(certificates);
    }
}
