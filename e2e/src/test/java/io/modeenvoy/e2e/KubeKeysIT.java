package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys made by somebody who has the rights that {@code docs/kubernetes.md} gives, and no others. */
@ExtendWith(SharedKubeCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KubeKeysIT {
    private static final String NS = "demo";
    private static final String SYSTEM = "modeenvoy-system";
    private static final String ACCOUNT = "system:serviceaccount:demo:key-maker";

    private final KubeCluster cluster;
    private final Path kubeconfig;

    KubeKeysIT(KubeCluster cluster) throws IOException {
        this.cluster = cluster;
        for (String namespace : List.of(NS, SYSTEM)) {
            cluster.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + namespace + "}\n");
        }
        this.kubeconfig = cluster.serviceAccount(NS, "key-maker");
    }

    @BeforeAll
    void grantWhatIsDocumented() throws IOException {
        cluster.apply(KubeTenant.consumer(NS, "keeper"));
        cluster.tryKubectl(
                "",
                "create",
                "secret",
                "generic",
                "modeenvoy-pepper",
                "-n",
                SYSTEM,
                "--from-literal=pepper-1=" + "5e".repeat(32));
        cluster.apply(documented());
        for (String namespace : List.of(NS, SYSTEM)) {
            cluster.apply("""
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: RoleBinding
                    metadata: {name: modeenvoy-keys, namespace: %s}
                    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: modeenvoy-keys}
                    subjects: [{kind: ServiceAccount, name: key-maker, namespace: %s}]
                    """.formatted(namespace, NS));
        }
        awaitRight("yes", "patch", "apikeys", NS);
        awaitRight("yes", "get", "secret/modeenvoy-pepper", SYSTEM);
    }

    @AfterAll
    void takeAway() {
        cluster.kubectl("delete", "apikeys", "keeper-1", "keeper-2", "keeper-3", "-n", NS, "--ignore-not-found");
        cluster.kubectl("delete", "consumer", "keeper", "-n", NS);
    }

    private static String documented() throws IOException {
        String text = Files.readString(Program.root().resolve("docs/kubernetes.md"));
        String chapter = text.substring(text.indexOf("\n## Keys\n"));
        String block = chapter.substring(chapter.indexOf("```yaml\n") + "```yaml\n".length());
        return block.substring(0, block.indexOf("```"));
    }

    private Program.Result key(String... arguments) {
        List<String> all = new ArrayList<>(List.of("key", arguments[0], "--kubeconfig", kubeconfig.toString()));
        all.addAll(List.of(arguments).subList(1, arguments.length));
        return Program.run(all.toArray(String[]::new));
    }

    @Test
    void theDocumentedRightsAreEnoughAndNoKeyIsLostWithFewer() {
        Program.Result made = key("create", "--consumer", NS + "/keeper");
        assertThat(made.exitCode()).as(made.err()).isZero();

        Program.Result rotated = key("rotate", NS + "/keeper-1");
        assertThat(rotated.exitCode()).as(rotated.err()).isZero();
        assertThat(rotated.err()).contains("wrote APIKey demo/keeper-2; APIKey demo/keeper-1 is good until ");
        assertThat(key("revoke", NS + "/keeper-1").exitCode()).isZero();

        cluster.kubectl("patch", "role", "modeenvoy-keys", "-n", NS, "--type=json", "-p", """
                [{"op": "replace", "path": "/rules/1/verbs", "value": ["get", "create"]}]""");
        awaitRight("no", "patch", "apikeys", NS);
        Program.Result half = key("rotate", NS + "/keeper-2");
        assertThat(half.exitCode()).isEqualTo(3);
        assertThat(half.out().strip()).startsWith("me_live_");
        assertThat(half.err())
                .contains(
                        "APIKey demo/keeper-3 is made, its key is printed above and good; but APIKey demo/keeper-2 has not got its end",
                        "cannot patch resource \"apikeys\"");

        cluster.kubectl("delete", "rolebinding", "modeenvoy-keys", "-n", SYSTEM);
        awaitRight("no", "get", "secret/modeenvoy-pepper", SYSTEM);
        Program.Result blind = key("create", "--consumer", NS + "/keeper");
        assertThat(blind.exitCode()).isEqualTo(3);
        assertThat(blind.err())
                .contains("it may not be read in default: ", "it may not be read in modeenvoy-system: ", "--namespace");
    }

    private void awaitRight(String answer, String verb, String resource, String namespace) {
        Eventually.holds(
                verb + " " + resource + ": " + answer,
                Duration.ofSeconds(20),
                () -> cluster.tryKubectl("", "auth", "can-i", verb, resource, "-n", namespace, "--as=" + ACCOUNT)
                        .text()
                        .endsWith(answer + "\n"));
    }
}
