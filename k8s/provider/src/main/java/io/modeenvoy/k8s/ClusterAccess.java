package io.modeenvoy.k8s;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How to reach the API server: by a kubeconfig, or from a pod by its service account. */
final class ClusterAccess {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 5_000;
    private static final String USER_AGENT = "modeenvoy";

    private ClusterAccess() {}

    /** Of several files those that are not there are passed over, and of what two of them say the first counts, as with kubectl. */
    static Config kubeconfigs(List<Path> files) throws IOException {
        List<Path> there = files.stream().filter(Files::exists).toList();
        if (there.isEmpty()) {
            throw new IOException(words(files) + ": not there (expected: a kubeconfig)");
        }
        List<io.fabric8.kubernetes.api.model.Config> read = new ArrayList<>();
        for (Path file : there) {
            read.add(parsed(file));
        }
        try {
            Config config = Config.empty();
            KubeConfigUtils.merge(config, null, read.toArray(io.fabric8.kubernetes.api.model.Config[]::new));
            if (config.getCurrentContext() == null) {
                throw new IOException(
                        words(there) + ": no current context (expected: current-context and its entry in contexts)");
            }
            return settled(new ConfigBuilder(config));
        } catch (RuntimeException e) {
            throw new IOException(words(there) + ": " + e.getMessage() + " (expected: a kubeconfig)", e);
        }
    }

    private static io.fabric8.kubernetes.api.model.Config parsed(Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IOException(file + ": cannot be read (expected: a kubeconfig)");
        }
        try {
            return KubeConfigUtils.parseConfig(file.toFile());
        } catch (RuntimeException e) {
            throw new IOException(file + ": not YAML of a kubeconfig (expected: one)", e);
        }
    }

    private static String words(List<Path> files) {
        return files.stream().map(Path::toString).collect(Collectors.joining(", "));
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
