package io.modeenvoy.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart renders, shown to a real API server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClusterIT {
    private final Cluster cluster;

    ClusterIT() throws IOException, InterruptedException {
        cluster = Cluster.start();
    }

    @BeforeAll
    void prepare() throws IOException {
        cluster.kubectl(Files.readString(Path.of("src/test/resources/kinds-of-others.yaml")), "apply", "-f", "-")
                .good();
        cluster.kubectl("", "wait", "--for=condition=Established", "crds", "--all")
                .good();
        for (String namespace : List.of(Chart.NAMESPACE, "shop", "billing")) {
            cluster.kubectl("", "create", "namespace", namespace).good();
        }
        cluster.kubectl(
                        "",
                        "label",
                        "namespace",
                        Chart.NAMESPACE,
                        "pod-security.kubernetes.io/enforce=restricted",
                        "pod-security.kubernetes.io/warn=restricted")
                .good();
    }

    @AfterAll
    void end() {
        cluster.close();
    }

    static List<Path> values() {
        return Chart.values();
    }

    /** Strict: a field that the API server does not know is an error too. Pods that the namespace would not take come as warnings. */
    @ParameterizedTest
    @MethodSource("values")
    void theApiServerTakesEveryObject(Path values) {
        String objects = Chart.template("--values", values.toString()).good();

        Command.Result result = cluster.kubectl(
                objects,
                "apply",
                "--server-side",
                "--dry-run=server",
                "--validate=strict",
                "--field-manager=helm",
                "--force-conflicts",
                "-f",
                "-");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err().lines().filter(line -> !hostNetwork(line))).isEmpty();
        assertThat(result.out().lines()).hasSize(Chart.documents(objects).size());
    }

    /** A DaemonSet on the nodes' own network is more than "restricted" allows; it is asked for by name. */
    private static boolean hostNetwork(String line) {
        return line.startsWith(
                "Warning: would violate PodSecurity \"restricted:latest\": host namespaces (hostNetwork=true)");
    }

    @ParameterizedTest
    @MethodSource("values")
    void aRestrictedNamespaceTakesEveryPod(Path values) {
        List<String> refused = new ArrayList<>();
        for (JsonNode template : Chart.podTemplates(Chart.objects(values))) {
            if (template.at("/spec/hostNetwork").asBoolean()) {
                continue;
            }
            ObjectNode pod = pod(template);
            Command.Result result =
                    cluster.kubectl(Chart.yaml(pod), "create", "--dry-run=server", "--validate=strict", "-f", "-");
            if (result.exitCode() != 0) {
                refused.add(result.err());
            }
        }
        assertThat(refused).isEmpty();
    }

    private static ObjectNode pod(JsonNode template) {
        ObjectNode pod = template.deepCopy();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        ((ObjectNode) pod.path("metadata")).put("name", "pod").put("namespace", Chart.NAMESPACE);
        ArrayNode volumes = (ArrayNode) pod.at("/spec/volumes");
        if (!volumes.findValuesAsText("name").contains("state")) {
            volumes.addObject().put("name", "state").putObject("emptyDir"); // a StatefulSet adds its claim
        }
        return pod;
    }

    /** With the rights of the chart and no others: as the job's service account, by its token. */
    @ParameterizedTest
    @CsvSource({"defaults.yaml, modeenvoy-certificates", "everything.yaml, gateway-platform-certificates"})
    void theJobMakesItsCertificatesWithTheRightsItHas(String values, String account, @TempDir Path folder)
            throws IOException {
        List<JsonNode> objects = Chart.objects(Path.of("src/test/values", values));
        for (JsonNode object : objects) {
            if (object.at("/metadata/name").asText().endsWith(account)
                    && List.of("ServiceAccount", "Role", "RoleBinding")
                            .contains(object.path("kind").asText())) {
                cluster.kubectl(Chart.yaml(object), "apply", "-f", "-").good();
            }
        }
        Path kubeconfig = kubeconfigOf(account, folder);
        JsonNode job = objects.stream()
                .filter(object -> object.path("kind").asText().equals("Job"))
                .findFirst()
                .orElseThrow();
        List<String> arguments = new ArrayList<>();
        job.at("/spec/template/spec/containers/0/args").forEach(argument -> arguments.add(argument.asText()));
        arguments.add("--kubeconfig=" + kubeconfig);

        long all = 1
                + arguments.stream()
                        .filter(argument -> argument.startsWith("--certificate="))
                        .count();
        assertThat(Program.run(arguments).good().lines())
                .hasSize((int) all)
                .allMatch(line -> line.matches("made (modeenvoy-system|shop|billing)/.*"));
        assertThat(Program.run(arguments).good().lines())
                .hasSize((int) all)
                .allMatch(line -> line.matches("kept (modeenvoy-system|shop|billing)/.*"));

        Map<String, String> more = Map.of("secrets", "list", "configmaps", "get", "pods", "create");
        for (String namespace : List.of(Chart.NAMESPACE, "shop")) {
            more.forEach((resource, verb) -> assertThat(cluster.kubectl(
                                    "",
                                    "auth",
                                    "can-i",
                                    verb,
                                    resource,
                                    "--namespace=" + namespace,
                                    "--as=system:serviceaccount:modeenvoy-system:" + account)
                            .out())
                    .isEqualTo("no\n"));
        }
    }

    /** Who tried the program before has its CRDs and its GatewayClass; docs/install.md says how they become the release's. */
    @Test
    void takesOverWhatTheFirstStepsPutThere() throws IOException {
        String documented = Files.readString(Path.of("../../docs/install.md"))
                .lines()
                .filter(line -> line.startsWith("helm install modeenvoy k8s/install "))
                .findFirst()
                .orElseThrow();
        cluster.kubectl("", "apply", "--server-side", "-f", "../../examples/quickstart")
                .good();
        Path kubeconfig = cluster.server().kubeconfig();

        assertThat(documented).contains(" --take-ownership ");
        assertThat(Chart.install(kubeconfig).err()).contains("exists and cannot be imported");
        assertThat(Chart.install(kubeconfig, "--take-ownership").good()).contains("STATUS: pending-install");
        cluster.kubectl("", "delete", "gatewayclass", "modeenvoy").good();
    }

    /** Two control planes would write the same statuses in turn, for ever. */
    @Test
    void aSecondReleaseInTheClusterIsRefused() {
        cluster.kubectl("""
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: ClusterRole
                        metadata:
                          name: elsewhere-modeenvoy-control-plane
                          labels:
                            app.kubernetes.io/name: modeenvoy
                            app.kubernetes.io/instance: first
                            app.kubernetes.io/component: control-plane
                          annotations: {meta.helm.sh/release-namespace: elsewhere}
                        """, "apply", "-f", "-").good();

        Command.Result second = Chart.install(cluster.server().kubeconfig());

        cluster.kubectl("", "delete", "clusterrole", "elsewhere-modeenvoy-control-plane")
                .good();
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.err())
                .contains(
                        "release first of namespace elsewhere is installed already (expected: one control plane in a cluster");
        assertThat(Chart.install(cluster.server().kubeconfig()).err()).doesNotContain("installed already");
    }

    private Path kubeconfigOf(String account, Path folder) throws IOException {
        String token = cluster.kubectl("", "create", "token", account, "--namespace=" + Chart.NAMESPACE)
                .good()
                .strip();
        Path kubeconfig = Files.copy(cluster.server().kubeconfig(), folder.resolve("kubeconfig"));
        String user = cluster.kubectl("", "config", "view", "-o", "jsonpath={.contexts[0].context.user}")
                .good();
        Command.run(List.of(
                        cluster.kubectl().toString(),
                        "--kubeconfig=" + kubeconfig,
                        "config",
                        "set-credentials",
                        user,
                        "--token=" + token))
                .good();
        return kubeconfig;
    }
}
