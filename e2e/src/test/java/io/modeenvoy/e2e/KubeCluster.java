package io.modeenvoy.e2e;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A Kubernetes API server as {@code modeenvoy dev-cluster} starts it, with kubectl and another client on it. */
final class KubeCluster implements AutoCloseable {
    private static final Path RBAC = Program.root().resolve("k8s/provider/src/main/resources/rbac");

    private final Path folder;
    private final KubernetesClient client;
    private Program program;

    private KubeCluster(Path folder, Program program) {
        this.folder = folder;
        this.program = program;
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig().toFile()))
                .build();
    }

    /** What a command of kubectl said, both outputs in one. */
    record Said(int exitCode, String text) {}

    static KubeCluster start() {
        try {
            Path folder = Files.createTempDirectory("modeenvoy-kube-");
            return new KubeCluster(folder, run(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Program run(Path folder) {
        Program program = Program.start(
                "dev-cluster",
                "--kubeconfig",
                folder.resolve("kubeconfig").toString(),
                "--state",
                folder.resolve("state").toString());
        program.awaitLine(line -> line.startsWith("ready "));
        return program;
    }

    /** The API server goes away; what it knows stays. */
    void stop() {
        program.close();
    }

    /** It comes back, at the same address. */
    void restart() {
        program = run(folder);
    }

    /** Where its etcd answers. */
    URI etcd() {
        return ProcessHandle.of(program.pid())
                .orElseThrow()
                .children()
                .flatMap(child -> Stream.of(child.info().arguments().orElse(new String[0])))
                .filter(argument -> argument.startsWith("--etcd-servers="))
                .map(argument -> URI.create(argument.substring("--etcd-servers=".length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no kube-apiserver with --etcd-servers"));
    }

    /** The administrator's. */
    Path kubeconfig() {
        return folder.resolve("kubeconfig");
    }

    /** The administrator. */
    KubernetesClient client() {
        return client;
    }

    /** Runs kubectl as the administrator, and fails when it does. */
    String kubectl(String... arguments) {
        Said said = tryKubectl("", arguments);
        if (said.exitCode() != 0) {
            throw new AssertionError("kubectl " + String.join(" ", arguments) + ":\n" + said.text());
        }
        return said.text();
    }

    /** Runs kubectl with {@code input} on its standard input. */
    Said tryKubectl(String input, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(System.getenv("MODEENVOY_KUBECTL"), "--kubeconfig=" + kubeconfig()));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** One value of an object, by kubectl's JSONPath. */
    String value(String kind, String namespace, String name, String path) {
        return kubectl("get", kind, name, "-n", namespace, "-o", "jsonpath={" + path + "}");
    }

    /** A field of a condition of an object. */
    String condition(String kind, String namespace, String name, String type, String field) {
        return value(kind, namespace, name, ".status.conditions[?(@.type==\"" + type + "\")]." + field);
    }

    /** Waits as people do until a condition has a status. */
    void await(String kind, String namespace, String name, String condition) {
        kubectl("wait", "--for=condition=" + condition, "--timeout=30s", "-n", namespace, kind + "/" + name);
    }

    /** Applies YAML as people do. */
    void apply(String yaml) {
        Said said = tryKubectl(yaml, "apply", "-f", "-");
        if (said.exitCode() != 0) {
            throw new AssertionError("kubectl apply:\n" + said.text());
        }
    }

    /**
     * The kubeconfig of a service account of its own in that namespace, with the rights of the control plane and no others.
     *
     * @param namespace made if need be; its name is that of the account, too
     */
    Path account(String namespace) {
        try {
            String role = Files.readString(RBAC.resolve("role.yaml"));
            apply(Files.readString(RBAC.resolve("cluster-role.yaml")));
            apply("""
                    apiVersion: v1
                    kind: Namespace
                    metadata: {name: %1$s}
                    ---
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: ClusterRoleBinding
                    metadata: {name: %1$s}
                    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: modeenvoy-control-plane}
                    subjects: [{kind: ServiceAccount, name: %1$s, namespace: %1$s}]
                    ---
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: RoleBinding
                    metadata: {name: %1$s, namespace: %1$s}
                    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: modeenvoy-control-plane}
                    subjects: [{kind: ServiceAccount, name: %1$s, namespace: %1$s}]
                    """.formatted(namespace));
            apply(role.replace("\nmetadata:\n", "\nmetadata:\n  namespace: " + namespace + "\n"));
            return serviceAccount(namespace, namespace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives an account the rights to make the Envoys of Gateways. */
    void mayMakeProxies(String namespace) {
        try {
            apply(Files.readString(RBAC.resolve("gateways-cluster-role.yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: %1$s-gateways}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: modeenvoy-gateways}
                subjects: [{kind: ServiceAccount, name: %1$s, namespace: %1$s}]
                """.formatted(namespace));
    }

    /** The kubeconfig of a service account without any rights of its own. */
    Path serviceAccount(String namespace, String name) {
        apply("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: %s, namespace: %s}
                """.formatted(name, namespace));
        String token = kubectl("create", "token", name, "-n", namespace).strip();
        try {
            return Files.writeString(
                    folder.resolve(name + ".kubeconfig"),
                    Files.readString(kubeconfig()).replaceFirst("token: .*", "token: " + token));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An address of this machine that an EndpointSlice may name: loopback is refused there. */
    static String machineAddress() {
        try {
            for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(card.getInetAddresses())) {
                    if (address.getAddress().length == 4
                            && !address.isLoopbackAddress()
                            && !address.isLinkLocalAddress()) {
                        return address.getHostAddress();
                    }
                }
            }
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("this machine has no IPv4 address beside loopback (expected: one)");
    }

    @Override
    public void close() {
        client.close();
        program.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
