package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Gateway gets Envoys of its own: objects in its namespace, which nothing runs here. The tests play the kubelet, by running Envoy as the Deployment says,
 * and the load balancer, by giving the Service its address. The cluster is the class's own: every Gateway of ours in it gets something.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KubeGatewayProxiesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String NS = "web";
    private static final String SYSTEM = "proxies-system";

    @TempDir
    private static Path folder;

    private final KubeCluster cluster = KubeCluster.start();
    private final int xdsPort = Program.freePort();
    private KubeFleet fleet;

    @BeforeAll
    void start() throws IOException {
        Path account = cluster.account(SYSTEM);
        cluster.mayMakeProxies(SYSTEM);
        cluster.apply("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: web}
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: GatewayClass
                metadata: {name: modeenvoy}
                spec: {controllerName: modeenvoy.io/gateway-controller}
                """);
        Path options = Files.writeString(folder.resolve("gateways.yaml"), """
                server: 127.0.0.1:%1$d
                services: 127.0.0.1:%1$d
                image: envoyproxy/envoy:v1.40.0
                program: modeenvoy/modeenvoy:0.1.0
                except: [web/elsewhere]
                defaults: {replicas: 2}
                podSecurityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
                containerSecurityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
                networkPolicy: {egress: [{to: [{namespaceSelector: {}}]}]}
                """.formatted(xdsPort));
        fleet = KubeFleet.start(
                account, SYSTEM, "--listen", "127.0.0.1:" + xdsPort, "--gateway-proxies", options.toString());
    }

    @AfterAll
    void stop() {
        fleet.close();
        cluster.close();
    }

    private void gateway(String name, int port, String more) {
        cluster.apply("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: %s, namespace: web}
                spec:
                  gatewayClassName: modeenvoy
                  listeners: [{name: http, port: %d, protocol: HTTP}]
                %s
                """.formatted(name, port, more.indent(2)));
    }

    private boolean exists(String kind, String name) {
        return cluster.tryKubectl("", "get", kind, name, "-n", NS).exitCode() == 0;
    }

    private void awaitObject(String kind, String name) {
        Eventually.holds(kind + " " + name + " is there", PATIENCE, () -> exists(kind, name));
    }

    private void awaitValue(String kind, String name, String path, String wanted) {
        Eventually.holds(
                kind + " " + name + " " + path + " is " + wanted,
                PATIENCE,
                () -> cluster.value(kind, NS, name, path).equals(wanted));
    }

    private void awaitCondition(String gateway, String type, String reason) {
        Eventually.holds(
                "Gateway " + gateway + " says " + reason,
                PATIENCE,
                () -> cluster.condition("gateway", NS, gateway, type, "reason").equals(reason)
                        && cluster.condition("gateway", NS, gateway, type, "observedGeneration")
                                .equals(cluster.value("gateway", NS, gateway, ".metadata.generation")));
    }

    private String programmed(String gateway) {
        return cluster.condition("gateway", NS, gateway, "Programmed", "message");
    }

    /** As a load balancer that can give this address does. */
    private void balance(String service, String ip) {
        cluster.kubectl(
                "patch",
                "service",
                service,
                "-n",
                NS,
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"loadBalancer\":{\"ingress\":[{\"ip\":\"" + ip + "\"}]}}}");
    }

    /** As a kubelet runs the pod's Envoy: with the Deployment's own arguments. */
    private Process envoy(String deployment) throws IOException {
        JsonNode arguments = JSON.readTree(cluster.value(
                "deployment", NS, deployment, ".spec.template.spec.containers[?(@.name==\"envoy\")].args"));
        List<String> command = new ArrayList<>(List.of(Objects.requireNonNull(System.getenv("MODEENVOY_ENVOY"))));
        for (JsonNode argument : arguments) {
            command.add(argument.asText()
                    .replace("$(MODEENVOY_POD_NAME)", deployment + "-1")
                    .replace("/run/modeenvoy", folder.toString())
                    .replace("\"port_value\":19001", "\"port_value\":" + Program.freePort()));
        }
        command.addAll(List.of("--use-dynamic-base-id", "--concurrency", "1"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(deployment + ".log").toFile())
                .start();
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    @Test
    void isProgrammedByTheEnvoysOfItsDeploymentAndHasTheAddressOfItsService() throws IOException, InterruptedException {
        gateway("whole", Program.freePort(), """
                infrastructure: {labels: {team: blue}, annotations: {cost: centre-1}}
                addresses: [{type: IPAddress}]
                """);
        for (String kind : List.of("serviceaccount", "service", "deployment", "poddisruptionbudget", "networkpolicy")) {
            awaitObject(kind, "gateway-whole");
            assertThat(cluster.value(kind, NS, "gateway-whole", ".metadata.labels.team"))
                    .as(kind)
                    .isEqualTo("blue");
            assertThat(cluster.value(kind, NS, "gateway-whole", ".metadata.annotations.cost"))
                    .as(kind)
                    .isEqualTo("centre-1");
            assertThat(cluster.value(kind, NS, "gateway-whole", ".metadata.ownerReferences[0].uid"))
                    .as(kind)
                    .isEqualTo(cluster.value("gateway", NS, "whole", ".metadata.uid"));
        }
        assertThat(cluster.value(
                        "serviceaccount",
                        NS,
                        "gateway-whole",
                        ".metadata.labels.gateway\\.networking\\.k8s\\.io/gateway-name"))
                .isEqualTo("whole");
        assertThat(cluster.value("deployment", NS, "gateway-whole", ".spec.template.metadata.labels.team"))
                .isEqualTo("blue");

        Process envoy = envoy("gateway-whole");
        try {
            cluster.await("gateway", NS, "whole", "Programmed");
            balance("gateway-whole", "192.0.2.10");
            awaitValue("gateway", "whole", ".status.addresses[*].value", "192.0.2.10");
        } finally {
            end(envoy);
        }
    }

    @Test
    void hasTheAddressItAsksForOrSaysWhyNot() throws IOException, InterruptedException {
        gateway("static", Program.freePort(), """
                addresses: [{type: example.com/name, value: pool}, {value: 192.0.2.20}, {value: 192.0.2.21}]
                """);
        awaitCondition("static", "Accepted", "UnsupportedAddress");
        assertThat(exists("deployment", "gateway-static")).isFalse();

        patchAddresses("[{\"value\":\"192.0.2.20\"},{\"value\":\"192.0.2.21\"}]");
        awaitCondition("static", "Accepted", "Accepted");
        awaitObject("deployment", "gateway-static");
        Process envoy = envoy("gateway-static");
        try {
            awaitCondition("static", "Programmed", "AddressNotUsable");

            patchAddresses("[{\"value\":\"192.0.2.21\"}]");
            awaitValue("service", "gateway-static", ".spec.loadBalancerIP", "192.0.2.21");
            awaitCondition("static", "Programmed", "AddressNotUsable");
            balance("gateway-static", "192.0.2.21");
            awaitCondition("static", "Programmed", "Programmed");
            assertThat(cluster.value("gateway", NS, "static", ".status.addresses[*].value"))
                    .isEqualTo("192.0.2.21");
        } finally {
            end(envoy);
        }
    }

    private void patchAddresses(String addresses) {
        cluster.kubectl(
                "patch",
                "gateway",
                "static",
                "-n",
                NS,
                "--type=merge",
                "-p",
                "{\"spec\":{\"addresses\":" + addresses + "}}");
    }

    @Test
    void followsItsSettingsAndRepairsWhatSomebodyElseChanges() {
        cluster.apply("""
                apiVersion: modeenvoy.io/v1alpha1
                kind: ProxySettings
                metadata: {name: small, namespace: web}
                spec: {replicas: 1, service: {type: ClusterIP}}
                """);
        String settings = "infrastructure: {parametersRef: {group: modeenvoy.io, kind: ProxySettings, name: small}}";
        gateway("steady", 8081, settings);
        awaitObject("deployment", "gateway-steady");
        assertThat(cluster.value("service", NS, "gateway-steady", ".spec.type")).isEqualTo("ClusterIP");
        assertThat(cluster.value("deployment", NS, "gateway-steady", ".spec.replicas"))
                .isEqualTo("1");

        cluster.kubectl(
                "patch", "proxysettings", "small", "-n", NS, "--type=merge", "-p", "{\"spec\":{\"replicas\":3}}");
        awaitValue("deployment", "gateway-steady", ".spec.replicas", "3");

        cluster.kubectl("scale", "deployment", "gateway-steady", "-n", NS, "--replicas=0");
        awaitValue("deployment", "gateway-steady", ".spec.replicas", "3");
        cluster.kubectl("delete", "service", "gateway-steady", "-n", NS);
        awaitObject("service", "gateway-steady");

        gateway("steady", 8082, settings);
        awaitValue("service", "gateway-steady", ".spec.ports[*].port", "8082");

        cluster.kubectl(
                "patch",
                "proxysettings",
                "small",
                "-n",
                NS,
                "--type=merge",
                "-p",
                "{\"spec\":{\"kind\":\"DaemonSet\",\"replicas\":null}}");
        awaitObject("daemonset", "gateway-steady");
        Eventually.holds("the Deployment goes", PATIENCE, () -> !exists("deployment", "gateway-steady"));
    }

    @Test
    void keepsItsEnvoysWhileItsSettingsAreAMistake() {
        gateway("held", 8083, "");
        awaitObject("deployment", "gateway-held");

        gateway(
                "held",
                8084,
                "infrastructure: {parametersRef: {group: modeenvoy.io, kind: ProxySettings, name: nobody}}");

        awaitCondition("held", "Accepted", "InvalidParameters");
        assertThat(cluster.condition("gateway", NS, "held", "Accepted", "message"))
                .startsWith("spec.infrastructure.parametersRef.name: nobody (expected: ProxySettings in web");
        assertThat(exists("deployment", "gateway-held")).isTrue();
        assertThat(cluster.value("service", NS, "gateway-held", ".spec.ports[*].port"))
                .isEqualTo("8083");
    }

    @Test
    void goesWithItsGateway() {
        gateway("gone", 8085, "");
        awaitObject("deployment", "gateway-gone");

        cluster.kubectl("delete", "gateway", "gone", "-n", NS);

        for (String kind : List.of("serviceaccount", "service", "deployment", "poddisruptionbudget", "networkpolicy")) {
            Eventually.holds(kind + " goes", PATIENCE, () -> !exists(kind, "gateway-gone"));
        }
    }

    @Test
    void touchesNothingThatIsSomebodyElses() {
        cluster.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: gateway-taken, namespace: web}
                spec: {ports: [{port: 1234}]}
                """);

        gateway("taken", 8086, "");

        awaitCondition("taken", "Programmed", "NoResources");
        assertThat(programmed("taken"))
                .contains("Service web/gateway-taken: there already, and not made for this Gateway (expected: no object"
                        + " of that name)");
        assertThat(cluster.value("service", NS, "gateway-taken", ".spec.ports[*].port"))
                .isEqualTo("1234");
    }

    /** Its pods would have that account's rights. */
    @Test
    void runsNoPodUnderAnAccountThatIsSomebodyElses() {
        cluster.apply("{apiVersion: v1, kind: ServiceAccount, metadata: {name: gateway-admin, namespace: web}}");

        gateway("admin", 8095, "");

        awaitCondition("admin", "Programmed", "NoResources");
        assertThat(programmed("admin")).contains("ServiceAccount web/gateway-admin: there already");
        assertThat(cluster.tryKubectl("", "get", "deployment", "gateway-admin", "-n", NS)
                        .text())
                .contains("not found");
    }

    @Test
    void saysWhatTheApiServerRefusesAndTriesAgain() {
        cluster.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: no-blue-proxies}
                spec:
                  matchConstraints: {resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]}
                  validations: [{expression: "object.metadata.name != 'gateway-blue'", message: blue is sold out}]
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: no-blue-proxies}
                spec: {policyName: no-blue-proxies, validationActions: [Deny]}
                """);
        Eventually.holds(
                "the policy is in force",
                PATIENCE,
                () -> cluster.tryKubectl(
                                "", "create", "deployment", "gateway-blue", "--image=x", "-n", NS, "--dry-run=server")
                        .text()
                        .contains("blue is sold out"));

        gateway("blue", 8087, "");

        awaitCondition("blue", "Programmed", "NoResources");
        assertThat(programmed("blue")).contains("Deployment web/gateway-blue", "blue is sold out");
        assertThat(fleet.controlPlane().errors()).contains("gateways.not-made gateway=\"web/blue\"");

        cluster.kubectl("delete", "validatingadmissionpolicybinding", "no-blue-proxies");
        awaitObject("deployment", "gateway-blue");
        awaitCondition("blue", "Programmed", "NoNodes");
    }

    @Test
    void saysHowToStartEnvoysThatAreSomebodyElsesToStart() {
        gateway("elsewhere", 8088, "");

        awaitCondition("elsewhere", "Programmed", "NoNodes");
        assertThat(programmed("elsewhere"))
                .contains(
                        "modeenvoy bootstrap --role edge --group gateway/web/elsewhere",
                        "edges.elsewhere.gateway: {namespace: web, name: elsewhere}");
        assertThat(exists("deployment", "gateway-elsewhere")).isFalse();
    }

    @Test
    void claimsWhatItCanDo() {
        assertThat(cluster.kubectl(
                        "get", "gatewayclass", "modeenvoy", "-o", "jsonpath={.status.supportedFeatures[*].name}"))
                .contains("GatewayAddressEmpty", "GatewayInfrastructurePropagation", "GatewayStaticAddresses");
    }
}
