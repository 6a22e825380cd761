package io.modeenvoy.devcluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The two processes: etcd, and the API server that keeps its objects there. */
record Servers(Daemon etcd, String etcdUrl, Daemon apiServer, String url, Path certificates) implements AutoCloseable {
    private static final String ETCD = "etcd";
    private static final String API_SERVER = "kube-apiserver";

    /** Starts both; they are not ready yet. */
    static Servers start(Binaries binaries, ClusterFolder folder, Credentials credentials) throws IOException {
        Daemon.endLeftOver(API_SERVER, folder.path(), binaries.apiServer());
        Daemon.endLeftOver(ETCD, folder.path(), binaries.etcd());
        Path certificates = folder.file("certificates");
        ServerCertificate.renewIfOld(certificates, Instant.now());
        String etcdUrl = loopback("http", Ports.free());
        int port = Ports.kept(folder.file("port"));
        Daemon etcd = Daemon.start(ETCD, folder.path(), etcd(binaries, folder, etcdUrl));
        try {
            List<String> command = apiServer(binaries, credentials, etcdUrl, port, certificates);
            Daemon apiServer = Daemon.start(API_SERVER, folder.path(), command);
            return new Servers(etcd, etcdUrl, apiServer, loopback("https", port), certificates);
        } catch (IOException e) {
            etcd.close();
            throw e;
        }
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

    /** The API server first: without etcd it would wait. */
    @Override
    public void close() {
        apiServer.close();
        etcd.close();
    }
}
