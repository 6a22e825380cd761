package io.modeenvoy.cli;

import io.modeenvoy.k8s.Cluster;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Kubernetes cluster, and where in it the control plane keeps what is its own. */
final class ClusterOptions {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description =
                    "The cluster of this file (default without DIR: that of the files that the variable KUBECONFIG"
                            + " lists, as kubectl reads it, or the one whose pod this is)")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--namespace",
            paramLabel = "NS",
            description = "Namespace of the leader's Lease and of the pepper's Secret (default: that of the pod or the"
                    + " kubeconfig's context)")
    @Nullable
    String namespace;

    /** Whether a cluster was named on the command line. */
    boolean given() {
        return kubeconfig != null;
    }

    /** Whether there is one, named or of the environment. */
    boolean known() {
        return !kubeconfigs().isEmpty() || Cluster.isPod();
    }

    Cluster connect() throws IOException {
        return Cluster.connect(kubeconfigs());
    }

    private List<Path> kubeconfigs() {
        return kubeconfig == null ? listed(System.getenv("KUBECONFIG")) : List.of(kubeconfig);
    }

    /** The files of a variable such as {@code a.yaml:b.yaml}. */
    static List<Path> listed(@Nullable String variable) {
        return variable == null
                ? List.of()
                : Stream.of(variable.split(File.pathSeparator, -1))
                        .filter(name -> !name.isEmpty())
                        .map(Path::of)
                        .toList();
    }
}
