package io.modeenvoy.devcluster;

import io.modeenvoy.bootstrap.CacheFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The installed programs of Kubernetes. */
public record Binaries(Path apiServer, Path etcd, Path kubectl) {
    /** The versions that {@code bin/install-kube} builds. */
    static final String VERSION = "1.36.3-etcd-3.6.10";

    /** Those that MODEENVOY_KUBE_APISERVER, MODEENVOY_ETCD and MODEENVOY_KUBECTL name, else those in the cache folder; empty = one is missing. */
    public static Optional<Binaries> find() {
        return find(System.getenv());
    }

    static Optional<Binaries> find(Map<String, String> environment) {
        Path cached = CacheFolder.of(environment).resolve("kube").resolve(VERSION);
        Binaries binaries = new Binaries(
                named(environment, "MODEENVOY_KUBE_APISERVER", cached.resolve("kube-apiserver")),
                named(environment, "MODEENVOY_ETCD", cached.resolve("etcd")),
                named(environment, "MODEENVOY_KUBECTL", cached.resolve("kubectl")));
        return binaries.executable() ? Optional.of(binaries) : Optional.empty();
    }

    private boolean executable() {
        return Stream.of(apiServer, etcd, kubectl).allMatch(Files::isExecutable);
    }

    private static Path named(Map<String, String> environment, String variable, Path otherwise) {
        String path = environment.getOrDefault(variable, "");
        return path.isEmpty() ? otherwise : Path.of(path);
    }
}
