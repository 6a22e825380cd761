package io.modeenvoy.devcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A Kubernetes API server and its etcd on loopback, with our CRDs and the Gateway API's. No nodes and no controllers: objects are checked and
 * kept, nothing runs. Closing it ends both, and so does the end of this virtual machine.
 */
public final class DevCluster implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final ClusterFolder folder;
    private final Credentials credentials;
    private final Servers servers;
    private final Started started;

    private DevCluster(ClusterFolder folder, Credentials credentials, Servers servers, Started started) {
        this.folder = folder;
        this.credentials = credentials;
        this.servers = servers;
        this.started = started;
    }

    /**
     * Starts one and returns when it can be used.
     *
     * @param state keeps for the next start: objects, token, certificate and, while nobody else takes it, the port; for one cluster at a time
     */
    public static DevCluster start(Binaries binaries, Path state) throws IOException, InterruptedException {
        return start(binaries, () -> ClusterFolder.kept(state));
    }

    /** Starts one that leaves nothing behind. */
    public static DevCluster temporary(Binaries binaries) throws IOException, InterruptedException {
        return start(binaries, ClusterFolder::temporary);
    }

    private static DevCluster start(Binaries binaries, Started.Start<ClusterFolder> open)
            throws IOException, InterruptedException {
        Started started = Started.nothing();
        try {
            ClusterFolder folder = started.add(open, DevCluster::close);
            Credentials credentials = Credentials.in(folder);
            Servers servers = Servers.start(started, binaries, folder, credentials, START_LIMIT);
            DevCluster cluster = new DevCluster(folder, credentials, servers, started);
            cluster.prepare();
            return cluster;
        } catch (Throwable e) {
            started.close();
            throw e;
        }
    }

    private static void close(ClusterFolder folder) {
        try {
            folder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void prepare() throws IOException, InterruptedException {
        Patience patience = new Patience(START_LIMIT, servers::check);
        patience.await("the API server's certificate", servers::hasCertificate);
        try (ApiClient client = client()) {
            patience.await("the API server to be ready", () -> client.good("/readyz"));
            patience.await("the namespace default", () -> client.good("/api/v1/namespaces/default"));
            new Installation(client, patience).run();
        }
        Credentials.write(kubeconfig(), Kubeconfig.text(url(), servers.certificate(), adminToken()));
    }

    /** Speaks to it as its administrator. */
    ApiClient client() throws IOException {
        return new ApiClient(url(), servers.certificate().trust(), adminToken());
    }

    /** Where the API server is: {@code https://127.0.0.1:PORT}. */
    public String url() {
        return servers.url();
    }

    /** Where etcd is, for what only etcd can do, such as compaction. */
    public String etcdUrl() {
        return servers.etcdUrl();
    }

    /** Token of a user who may do everything. */
    public String adminToken() {
        return credentials.adminToken();
    }

    /** File by which kubectl and other clients find the cluster, as that user; in the state folder. */
    public Path kubeconfig() {
        return folder.file("kubeconfig");
    }

    /**
     * Writes that file somewhere else as well.
     *
     * @throws IOException as well when there is one that holds something else: it is never written over
     */
    public void writeKubeconfig(Path file) throws IOException {
        if (Files.exists(file) && !Kubeconfig.ours(Files.readString(file))) {
            throw new IOException(
                    file + ": knows other clusters (expected: a new file, or one that a dev-cluster wrote)");
        }
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Credentials.write(file, Files.readString(kubeconfig()));
    }

    @Override
    public void close() {
        started.close();
    }
}
