package io.modeenvoy.install;

import io.modeenvoy.devcluster.Binaries;
import io.modeenvoy.devcluster.DevCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real API server through the real kubectl. */
record Cluster(DevCluster server, Path kubectl) implements AutoCloseable {
    static Cluster start() throws IOException, InterruptedException {
        Binaries binaries = Binaries.find()
                .orElseThrow(() -> new AssertionError("no Kubernetes API server (expected: bin/install-kube was run)"));
        return new Cluster(DevCluster.temporary(binaries), binaries.kubectl());
    }

    Command.Result kubectl(String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(kubectl.toString(), "--kubeconfig=" + server.kubeconfig()));
        command.addAll(List.of(arguments));
        return Command.run(input, command);
    }

    @Override
    public void close() {
        server.close();
    }
}
