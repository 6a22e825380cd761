package io.modeenvoy.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Kubernetes cluster, and where in it the control plane keeps what is its own. */
final class ClusterOptions {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Read the objects from this cluster (default without DIR: the cluster whose pod this is)")
    @Nullable
    Path kubeconfig;

    @Option(
            names = "--namespace",
            paramLabel = "NS",
            description = "Namespace of the leader's Lease and of the pepper's Secret (default: that of the pod or the"
                    + " kubeconfig's context)")
    @Nullable
    String namespace;
}
