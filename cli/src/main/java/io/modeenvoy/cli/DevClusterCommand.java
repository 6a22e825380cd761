package io.modeenvoy.cli;

import io.modeenvoy.devcluster.Binaries;
import io.modeenvoy.devcluster.DevCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A Kubernetes API server on this machine. */
@Command(
        name = "dev-cluster",
        description =
                "A real Kubernetes API server and etcd on this machine, with our CRDs and the Gateway API's installed. No nodes: kubectl apply works, nothing runs.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  modeenvoy dev-cluster --kubeconfig dev.kubeconfig --state .dev-cluster"})
final class DevClusterCommand implements Callable<Integer> {
    @Option(
            names = "--kubeconfig",
            paramLabel = "F",
            description = "Where to write the file by which kubectl finds it; never over one that knows other clusters")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Keeps the objects for the next start (default: everything is gone at the end)")
    private @Nullable Path state;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return UntilStopped.run(this::serve);
    }

    private int serve(UntilStopped stop) {
        Binaries binaries = Binaries.find()
                .orElseThrow(
                        () -> new CannotException(
                                "kube-apiserver, etcd or kubectl is missing (expected: in the cache folder, where bin/install-kube puts them, or where MODEENVOY_KUBE_APISERVER, MODEENVOY_ETCD and MODEENVOY_KUBECTL say)"));
        try (DevCluster cluster = state == null ? DevCluster.temporary(binaries) : DevCluster.start(binaries, state)) {
            Path file = cluster.kubeconfig();
            if (kubeconfig != null) {
                cluster.writeKubeconfig(kubeconfig);
                file = kubeconfig.toAbsolutePath().normalize();
            }
            announce(cluster.url(), file, binaries.kubectl());
            stop.await();
            return ExitCode.GOOD;
        } catch (IOException e) {
            throw new CannotException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.CANNOT;
        }
    }

    private void announce(String url, Path file, Path kubectl) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("ready %s kubeconfig %s%n", url, file);
        out.printf("""

                Paste these into another terminal:

                  export KUBECONFIG=%s
                  alias kubectl=%s
                  kubectl explain airoute.spec
                  kubectl apply -f examples/quickstart
                  kubectl get airoutes,modelproviders,tenants,consumers,apikeys,budgets -A
                """, file, kubectl);
        out.flush();
    }
}
