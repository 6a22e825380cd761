package io.modeenvoy.k8s;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** How to reach the API server: by a kubeconfig, or from a pod by its service account. */
final class ClusterAccess {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 5_000;
    private static final String USER_AGENT = "modeenvoy";

    private ClusterAccess() {}

    static Config kubeconfig(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(file + ": cannot be read (expected: a kubeconfig)");
        }
        try {
            return settled(new ConfigBuilder(Config.fromKubeconfig(file.toFile())));
        } catch (RuntimeException e) {
            throw new IOException(file + ": " + e.getMessage() + " (expected: a kubeconfig)", e);
        }
    }

    /**
     * What Kubernetes puts into every pod.
     *
     * @param folder of the service account: {@code token}, {@code ca.crt}, {@code namespace}
     */
    static Config inCluster(Path folder, Map<String, String> environment) throws IOException {
        String host = environment.get("KUBERNETES_SERVICE_HOST");
        String port = environment.get("KUBERNETES_SERVICE_PORT");
        Path token = folder.resolve("token");
        if (host == null || port == null || !Files.isReadable(token)) {
            throw new IOException("not in a pod: no KUBERNETES_SERVICE_HOST or no " + token
                    + " (expected: --kubeconfig FILE outside a cluster)");
        }
        return settled(new ConfigBuilder(Config.empty())
                .withMasterUrl("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port)
                .withCaCertFile(folder.resolve("ca.crt").toString())
                .withNamespace(Files.readString(folder.resolve("namespace")).strip())
                .withOauthTokenProvider(() -> read(token)));
    }

    /** The kubelet writes a new token long before the old one ends, so it is read for each request. */
    private static String read(Path token) {
        try {
            return Files.readString(token).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(token + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Who asks decides when to ask again, so the client itself never does. HTTP/1.1, because the JDK's client has no pings: over HTTP/2 a connection whose
     * other end has vanished would be used again and again.
     */
    private static Config settled(ConfigBuilder config) {
        return config.withRequestRetryBackoffLimit(0)
                .withHttp2Disable(true)
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestTimeout(REQUEST_MILLIS)
                .withUserAgent(USER_AGENT)
                .build();
    }
}
