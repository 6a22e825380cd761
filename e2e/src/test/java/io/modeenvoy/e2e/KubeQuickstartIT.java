package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart's YAML in a cluster: what people do with kubectl, and what they see. */
@ExtendWith(SharedKubeCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KubeQuickstartIT {
    private static final Path QUICKSTART = Program.root().resolve("examples/quickstart");
    private static final String SYSTEM = "quickstart-system";
    private static final String EDGE = "gateways/edge";

    private final KubeCluster cluster;
    private final int port = Program.freePort();
    private final int simulatorPort = Program.freePort();
    private final Program simulator = Program.start("simulator", "--port", Integer.toString(simulatorPort));
    private final PlainBackend backend = new PlainBackend("up");
    private final KubeFleet fleet;
    private final Gateway gateway;

    KubeQuickstartIT(KubeCluster cluster) {
        this.cluster = cluster;
        this.fleet = KubeFleet.start(cluster, SYSTEM, "--allow-local-providers").withServices();
        this.gateway = fleet.gateway(port);
    }

    @BeforeAll
    void applyAndConnect(@TempDir Path yaml) throws IOException {
        simulator.awaitLine(line -> line.startsWith("ready"));
        copy(yaml);
        cluster.kubectl("apply", "-f", yaml.toString());
        cluster.apply("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: status-1, namespace: demo, labels: {kubernetes.io/service-name: status}}
                addressType: IPv4
                endpoints: [{addresses: [%s], conditions: {ready: true}}]
                ports: [{name: http, port: %d, protocol: TCP}]
                """.formatted(KubeCluster.machineAddress(), backend.port()));
        for (int i = 1; i <= 3; i++) {
            fleet.withEnvoy(EDGE, "edge-" + i);
        }
        cluster.kubectl("wait", "--for=condition=Programmed", "--timeout=30s", "-n", "demo", "airoute/chat");
    }

    @AfterAll
    void stop() {
        fleet.close();
        simulator.close();
        backend.close();
    }

    /** With ports that are free here. */
    private void copy(Path yaml) throws IOException {
        try (Stream<Path> files = Files.list(QUICKSTART)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                Files.writeString(
                        yaml.resolve(file.getFileName()),
                        Files.readString(file)
                                .replace("port: 8080", "port: " + port)
                                .replace("8089", Integer.toString(simulatorPort)));
            }
        }
    }

    private String key(String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "key",
                "create",
                "--kubeconfig",
                cluster.kubeconfig().toString(),
                "--namespace",
                SYSTEM,
                "--consumer",
                "demo/app"));
        arguments.addAll(List.of(options));
        Program.Result result = Program.run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out().lines()).hasSize(1);
        return result.out().strip();
    }

    private Program.Result keys(String command, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("key", command, "--kubeconfig", cluster.kubeconfig().toString(), "--namespace", SYSTEM));
        arguments.addAll(List.of(options));
        return Program.run(arguments.toArray(String[]::new));
    }

    private void answers(int status, String key) {
        Eventually.holds(
                "a chat gets " + status,
                Duration.ofSeconds(10),
                () -> gateway.chat(key).status() == status);
    }

    @Test
    void aCallWithAKeyIsAnsweredAndCountedInTheBudget() {
        String key = key("--name", "counted");

        answers(200, key);

        Eventually.holds(
                "the call is counted",
                Duration.ofSeconds(5),
                () -> gateway.budget("demo/app-tokens/total-tokens/day")
                                .path("settled")
                                .asLong()
                        > 0);
        assertThat(gateway.get("/status", key).status()).isEqualTo(200);
        assertThat(gateway.chat("").status()).isEqualTo(401);
    }

    @Test
    void showsWhereAnObjectIsLive() {
        Eventually.holds(
                "all three proxies",
                Duration.ofSeconds(15),
                () -> cluster.kubectl("describe", "gateway", "edge", "-n", "gateways")
                        .contains("programmed on 3/3 proxies"));
        assertThat(cluster.kubectl("describe", "httproute", "status", "-n", "demo"))
                .contains("on every proxy and service that needs it");
        assertThat(cluster.kubectl("get", "gateways", "-n", "gateways")).containsPattern("edge +modeenvoy +.*True ");
        Program.Result status = Program.run("status", "--server", "127.0.0.1:" + fleet.adminPort());
        assertThat(status.exitCode()).as(status.err()).isLessThanOrEqualTo(1); // 1: something of another test is wrong
        assertThat(status.out())
                .contains("edge-1 ", "edge-2 ", "edge-3 ")
                .containsPattern("AIRoute demo/chat +3/3 +1/1 +Programmed +True +Programmed ");
    }

    @Test
    void showsWhatIsAcceptedAndProgrammedInColumns() {
        String kinds = "airoutes,modelproviders,tenants,consumers,apikeys,budgets,securitypolicies";
        key("--name", "shown");
        cluster.kubectl("wait", "--for=condition=Programmed", "--timeout=30s", "--all", "-n", "demo", kinds);

        List<String> table = cluster.kubectl("get", kinds, "-A").lines().toList();

        assertThat(table.stream().filter(line -> line.startsWith("NAMESPACE ")))
                .hasSize(7)
                .allMatch(line -> line.matches(".* ACCEPTED +RESOLVEDREFS +PROGRAMMED +REASON +AGE *"));
        assertThat(table.stream().filter(line -> line.matches("(demo)? +[a-z]+[.]modeenvoy[.]io/.*")))
                .hasSizeGreaterThanOrEqualTo(8)
                .allMatch(line -> line.matches(".* True +True +True +[0-9a-z]+ *"));
    }

    @Test
    void aKeyIsListedRotatedAndRevoked() {
        String first = key("--name", "life", "--expires", "90d");
        answers(200, first);

        Program.Result rotated = keys("rotate", "demo/life", "--overlap", "1h");
        assertThat(rotated.exitCode()).as(rotated.err()).isZero();
        String second = rotated.out().strip();
        answers(200, second);
        answers(200, first);

        assertThat(keys("revoke", "demo/life").exitCode()).isZero();
        answers(401, first);
        answers(200, second);
        assertThat(keys("list", "--consumer", "demo/app").out())
                .containsPattern("demo/life +demo/app +[A-Za-z0-9]+ +20[-0-9T:]+Z +yes")
                .containsPattern("demo/app-1 +demo/app +[A-Za-z0-9]+ +never +no");
        assertThat(keys("list", "--output", "json").out())
                .contains("\"name\" : \"demo/life\"")
                .doesNotContain(first, second);
        Program.Result nobody = keys("revoke", "demo/nobody");
        assertThat(nobody.exitCode()).isEqualTo(3);
        assertThat(nobody.err()).contains("demo/nobody: no such APIKey in the cluster");
    }
}
