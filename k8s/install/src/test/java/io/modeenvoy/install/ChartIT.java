package io.modeenvoy.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.modeenvoy.cli.ModeEnvoy;
import io.modeenvoy.ir.AddressRange;
import io.modeenvoy.ir.AddressRules;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart renders, for every file of values in {@code src/test/values}. */
final class ChartIT {
    private static final Path EVERYTHING = Path.of("src/test/values/everything.yaml");
    private static final String EDGE = "modeenvoy-edge-edge";

    static List<Path> values() {
        return Chart.values();
    }

    @ParameterizedTest
    @MethodSource("values")
    void lintFindsNothing(Path values) {
        assertThat(Chart.lint(values).good()).contains("0 chart(s) failed");
    }

    /** A flag that the program does not have would show on a cluster only. */
    @ParameterizedTest
    @MethodSource("values")
    void theProgramUnderstandsEveryCommandLine(Path values) {
        Set<String> commands = new TreeSet<>();
        for (JsonNode template : Chart.podTemplates(Chart.objects(values))) {
            for (JsonNode container : Chart.containers(template)) {
                if (container.path("image").asText().contains("modeenvoy/modeenvoy")) {
                    commands.add(container.path("args").path(0).asText());
                    ModeEnvoy.parse(texts(container.path("args")));
                }
                List<String> hook = texts(container.at("/lifecycle/preStop/exec/command"));
                if (!hook.isEmpty()) {
                    assertThat(hook.getFirst()).isEqualTo("modeenvoy");
                    commands.add(hook.get(1));
                    ModeEnvoy.parse(hook.subList(1, hook.size()));
                }
            }
        }
        assertThat(commands).contains("control-plane", "ext-ratelimit");
    }

    @Test
    void theDefaultsRunEveryPart() {
        List<String> commands = Chart.podTemplates(Chart.objects(Path.of("src/test/values/defaults.yaml"))).stream()
                .flatMap(template -> Chart.containers(template).stream())
                .map(container -> container.path("args").path(0).asText())
                .toList();

        assertThat(commands)
                .containsExactlyInAnyOrder(
                        "control-plane",
                        "ext-ratelimit",
                        "bootstrap",
                        "services",
                        "services",
                        "--config-path",
                        "certificates",
                        "certificates");
    }

    /** Every Secret that a pod mounts is made by the job or by cert-manager, or was named in the values. */
    @ParameterizedTest
    @MethodSource("values")
    void everyCertificateThatIsMountedIsMade(Path values) {
        List<JsonNode> objects = Chart.objects(values);
        Set<String> mounted = new TreeSet<>();
        Set<String> made = new TreeSet<>();
        for (JsonNode template : Chart.podTemplates(objects)) {
            template.at("/spec/volumes").findValues("secretName").forEach(name -> mounted.add(name.asText()));
            for (JsonNode container : Chart.containers(template)) {
                texts(container.path("args")).stream()
                        .filter(argument -> argument.startsWith("--certificate="))
                        .forEach(argument -> made.add(argument.split("=", -1)[1]));
            }
        }
        objects.stream()
                .filter(object -> object.path("kind").asText().equals("Certificate"))
                .forEach(object -> made.add(object.at("/spec/secretName").asText()));
        if (values.endsWith("own-secrets.yaml")) {
            made.addAll(
                    List.of("our-control-plane", "our-ledger", "our-services", "our-edge", "our-injection-services"));
        }

        assertThat(made).containsAll(mounted);
        made.removeAll(mounted);
        // Services that run elsewhere, beside sidecars for example, may use theirs.
        assertThat(made)
                .isSubsetOf(
                        "modeenvoy-services-tls",
                        "our-services",
                        "our-edge",
                        "shop/proxy-certificate",
                        "billing/proxy-certificate");
    }

    /** The control plane keeps the webhook's caBundle; a chart that had one would take it back with every upgrade. */
    @Test
    void theWebhookIsAskedForNewPodsOfOthersOnly() {
        List<JsonNode> objects = Chart.objects(EVERYTHING);
        JsonNode webhook = find(objects, "MutatingWebhookConfiguration", "modeenvoy-injection")
                .at("/webhooks/0");

        assertThat(webhook.at("/clientConfig/caBundle").isMissingNode()).isTrue();
        assertThat(webhook.path("failurePolicy").asText()).isEqualTo("Ignore");
        assertThat(webhook.path("timeoutSeconds").asInt()).isEqualTo(3);
        assertThat(texts(webhook.at("/namespaceSelector/matchExpressions/0/values")))
                .containsExactlyInAnyOrder("kube-system", "kube-public", "kube-node-lease", Chart.NAMESPACE, "legacy");
        JsonNode service = webhook.at("/clientConfig/service");
        assertThat(service.path("namespace").asText()).isEqualTo(Chart.NAMESPACE);
        assertThat(find(objects, "Service", service.path("name").asText()).at("/spec/selector"))
                .isEqualTo(find(objects, "Service", "gateway-platform-control-plane")
                        .at("/spec/selector"));
    }

    /** A file of grants is the only one that counts: without the release's own parts in it nobody could connect any more. */
    @Test
    void grantsOfTheUserDoNotLockTheReleaseItselfOut() {
        List<JsonNode> objects = Chart.objects(EVERYTHING);
        String grants = find(objects, "ConfigMap", "gateway-platform-control-plane")
                .at("/data/grants.yaml")
                .asText();

        List<String> granted = Chart.documents(grants).getFirst().findValuesAsText("identity");
        Set<String> claimed = new TreeSet<>();
        for (JsonNode template : Chart.podTemplates(objects)) {
            for (JsonNode container : Chart.containers(template)) {
                texts(container.path("args")).stream()
                        .filter(argument -> argument.startsWith("--certificate="))
                        .flatMap(argument -> Stream.of(argument.split(",|=(?=uri:)", -1)))
                        .filter(name -> name.startsWith("uri:"))
                        .forEach(claimed::add);
            }
        }
        assertThat(claimed).hasSizeGreaterThan(4);
        assertThat(granted).containsAll(claimed).contains("cn:operator");
        assertThat(grants).contains("- egress/gateways/models\n").contains("- services\n");
    }

    @Test
    void theServiceOfAFleetSaysWhoseAddressesItHas() {
        JsonNode labels = find(Chart.objects(EVERYTHING), "Service", "gateway-platform-edge-public")
                .at("/metadata/labels");

        assertThat(labels.path("gateway.networking.k8s.io/gateway-name").asText())
                .isEqualTo("public");
        assertThat(labels.path("modeenvoy.io/gateway-namespace").asText()).isEqualTo("gateways");
    }

    @Test
    void monitorsHaveTheLabelsTheyAreFoundBy() {
        for (String kind : List.of("ServiceMonitor", "PodMonitor")) {
            JsonNode metadata = find(Chart.objects(EVERYTHING), kind, "gateway-platform-metrics")
                    .path("metadata");
            assertThat(metadata.at("/labels/release").asText()).isEqualTo("prometheus");
            assertThat(metadata.path("annotations").properties()).hasSize(1);
        }
    }

    /** Policies do not know such pods. */
    @Test
    void podsOfTheNodesOwnNetworkReachControlPlaneAndLedgerAndShowNoMetrics() {
        List<JsonNode> objects = Chart.objects(EVERYTHING);
        for (String name : List.of("gateway-platform-control-plane", "gateway-platform-ledger")) {
            assertThat(find(objects, "NetworkPolicy", name)
                            .at("/spec/ingress/0")
                            .has("from"))
                    .isFalse();
        }
        JsonNode pod = find(objects, "DaemonSet", "gateway-platform-edge-nodes").at("/spec/template");
        assertThat(Chart.yaml(pod)).doesNotContain("0.0.0.0").contains("--probes=127.0.0.1:19001");
    }

    /** As the control plane judges providers: a route of a tenant cannot have what is not public called, even where Envoy would. */
    @Test
    void edgePodsReachPodsOfTheClusterAndPublicAddresses() {
        JsonNode policy = find(Chart.objects(Path.of("src/test/values/defaults.yaml")), "NetworkPolicy", EDGE);
        JsonNode to = policy.at("/spec/egress/1/to");

        assertThat(texts(policy.at("/spec/policyTypes"))).containsExactly("Ingress", "Egress");
        assertThat(to.at("/0/namespaceSelector").isObject()).isTrue();
        assertThat(to.at("/1/ipBlock/cidr").asText()).isEqualTo("0.0.0.0/0");
        assertThat(texts(to.at("/1/ipBlock/except")))
                .containsExactlyElementsOf(AddressRules.PUBLIC.refused().stream()
                        .filter(range -> range.base() instanceof Inet4Address)
                        .map(AddressRange::toString)
                        .toList());
        assertThat(to.at("/2/ipBlock/cidr").asText()).isEqualTo("2000::/3");
        assertThat(to.at("/3/ipBlock/cidr").asText()).isEqualTo("64:ff9b::/96");
        assertThat(texts(to.at("/3/ipBlock/except")))
                .as("what is not public is not reached through NAT64 either")
                .contains("64:ff9b::a00:0/104", "64:ff9b::a9fe:0/112")
                .hasSameSizeAs(texts(to.at("/1/ipBlock/except")));
        assertThat(to).hasSize(4);
    }

    @Test
    void edgePodsReachMoreWhereTheValuesSaySo() {
        JsonNode policy = find(Chart.objects(EVERYTHING), "NetworkPolicy", "gateway-platform-edge-public");

        assertThat(policy.at("/spec/egress/1/to/4/ipBlock/cidr").asText()).isEqualTo("10.20.0.0/16");
    }

    @Test
    void theLongestNamesAreShortEnough() {
        List<JsonNode> objects = Chart.documents(Chart.template(
                        "--set",
                        "fullnameOverride=" + "a".repeat(36) + ",edges." + "b".repeat(20)
                                + ".gateway.name=edge,injection.enabled=true")
                .good());

        assertThat(objects).allSatisfy(object -> {
            int most = object.path("kind").asText().equals("CronJob") ? 52 : 63;
            if (Set.of("Service", "CronJob", "Job", "StatefulSet", "Deployment")
                    .contains(object.path("kind").asText())) {
                assertThat(object.at("/metadata/name").asText()).hasSizeLessThanOrEqualTo(most);
            }
        });
    }

    /** Without a token nothing but probes and, where somebody asked for them, metrics leaves a pod; with one all its pages ask for it. */
    @ParameterizedTest
    @MethodSource("values")
    void onlyProbesAreForEverybody(Path values) {
        String plain = Chart.yaml(Chart.podTemplates(Chart.objects(values)));
        String guarded = Chart.yaml(Chart.podTemplates(
                Chart.documents(Chart.template("--values", values.toString(), "--set", "admin.tokenSecret=token")
                        .good())));

        assertThat(plain)
                .contains("--probe-port=8092")
                .contains("port: \"health\"")
                .doesNotContain("--admin-host");
        assertThat(plain.contains("--probe-metrics")).isEqualTo(values.endsWith("everything.yaml"));
        assertThat(guarded).contains("--admin-token-file=/admin/token").contains("secretName: \"token\"");
        for (String text : List.of(plain, guarded)) {
            assertThat(text).doesNotContain("19000");
            assertThat(text.split("--admin-host=0", -1))
                    .hasSizeLessThanOrEqualTo(text.split("--admin-token-file", -1).length);
        }
    }

    /** A port of loopback is reached by all that run in the pod or, in the nodes' own network, on the node. */
    @Test
    void theAdminInterfaceOfAnEnvoyIsASocketForItsOwnPod() {
        String pods = Chart.yaml(Chart.podTemplates(Chart.objects(EVERYTHING)));

        assertThat(pods)
                .contains("--admin=unix:/run/modeenvoy/envoy-admin.sock")
                .contains("--envoy-admin=unix:/run/modeenvoy/envoy-admin.sock")
                .doesNotContain("--admin=127.0.0.1");
    }

    private static JsonNode find(List<JsonNode> objects, String kind, String name) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind)
                        && object.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("values")
    void noPodSpeaksPlainTextToAnother(Path values) {
        String text = Chart.yaml(Chart.podTemplates(Chart.objects(values)));

        assertThat(text).doesNotContain("plain-text-anywhere").contains("--tls-client-ca=/tls/ca.crt");
    }

    @ParameterizedTest
    @MethodSource("values")
    void imagesNameARegistryOnlyIfOneWasGiven(Path values) {
        String expected = values.endsWith("everything.yaml") ? "mirror.example.com/third-party/" : "";
        for (JsonNode template : Chart.podTemplates(Chart.objects(values))) {
            for (JsonNode container : Chart.containers(template)) {
                assertThat(container.path("image").asText())
                        .matches(expected + "(modeenvoy/modeenvoy|envoyproxy/envoy)[:@][^/]+");
            }
        }
    }

    /** A tag may be another image tomorrow; who gives both means the digest. */
    @Test
    void aDigestWinsOverTheTagInEveryImage() {
        String program = "sha256:" + "a".repeat(64);
        String envoy = "sha256:" + "b".repeat(64);
        List<JsonNode> objects = Chart.documents(Chart.template(
                        "--set",
                        "injection.enabled=true,image.tag=1.2.3,image.digest=" + program
                                + ",edgeDefaults.envoy.image.digest=" + envoy + ",injection.proxy.image.digest="
                                + envoy)
                .good());

        Set<String> images = new TreeSet<>();
        for (JsonNode template : Chart.podTemplates(objects)) {
            for (JsonNode container : Chart.containers(template)) {
                images.add(container.path("image").asText());
                texts(container.path("args")).stream()
                        .filter(argument -> argument.startsWith("--inject-image="))
                        .forEach(argument -> images.add("injected " + argument.split("=", 2)[1]));
            }
        }
        assertThat(images)
                .containsExactlyInAnyOrder(
                        "modeenvoy/modeenvoy@" + program,
                        "envoyproxy/envoy@" + envoy,
                        "injected envoyproxy/envoy@" + envoy);
    }

    @Test
    void aTagNamesTheImageWithoutADigest() {
        String text = Chart.yaml(Chart.podTemplates(
                Chart.documents(Chart.template("--set", "image.tag=1.2.3").good())));

        assertThat(text).contains("modeenvoy/modeenvoy:1.2.3", "envoyproxy/envoy:v1.40.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "controlPlane.replicas=0|at '/controlPlane/replicas': minimum: got 0, want 1",
                "controlPlane.replica=3|at '/controlPlane': additional properties 'replica' not allowed",
                "controlPlane.logLevel=LOUD"
                        + "|at '/controlPlane/logLevel': value must be one of 'TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'",
                "tls.mode=none|at '/tls/mode': value must be one of 'managed', 'certManager', 'secrets'",
                "edges.edge.kind=StatefulSet|at '/edges/edge/kind': value must be one of 'Deployment', 'DaemonSet'",
                "edges.edge.ports[0].port=99999|at '/edges/edge/ports/0/port': maximum: got 99,999, want 65,535",
                "edges.Edge.replicas=1|edges.Edge: not a name (expected: up to 20 lower-case letters, digits and hyphens; it "
                        + "becomes a part of names)",
                "edges.edge.service.ipFamilyPolicy=RequireDualStack"
                        + "|at '/edges/edge/service/ipFamilyPolicy': value must be one of '', 'SingleStack'",
                "image.digest=abc|at '/image/digest': 'abc' does not match pattern '^(sha256:[0-9a-f]{64})?$'",
                "edges.edge.gateway.name="
                        + "|edges.edge.gateway.name: empty (expected: the name of the Gateway whose Envoys these are)",
                "tls.mode=certManager|tls.certManager.issuerRef.name: empty with tls.mode certManager (expected: the name "
                        + "of an Issuer or ClusterIssuer whose certificates have a ca.crt)",
                "tls.mode=secrets,edges.edge.tlsSecret=a|tls.secrets.controlPlane: empty with tls.mode secrets (expected: "
                        + "the name of a Secret with tls.crt, tls.key and ca.crt)",
                "tls.mode=secrets|edges.edge.tlsSecret: empty with tls.mode secrets",
                "edges.edge.services.adminPort=19001|edges.edge: envoy.probePort, services.probePort,"
                        + " services.adminPort: [19001 8092 19001] (expected: three different ports)",
                "edges.edge.drain.noticeSeconds=60|edges.edge.drain.limitSeconds: 60 (expected: more than"
                        + " noticeSeconds, which is 60)",
                "edges.edge.kind=DaemonSet,edges.edge.autoscaling.enabled=true|edges.edge.autoscaling.enabled: true"
                        + " with kind DaemonSet (expected: kind Deployment; a DaemonSet has one pod a node)",
                "injection.failurePolicy=Maybe"
                        + "|at '/injection/failurePolicy': value must be one of 'Fail', 'Ignore'",
                "injection.enabled=true,injection.webhookPort=18000|injection.webhookPort: 18000 is another port of"
                        + " the control plane (expected: none of [18000 8090 8092])",
                "injection.enabled=true,injection.namespaces[0].name=modeenvoy-system,injection.namespaces[0].groups[0]=egress/a/b|injection.namespaces[0].name:"
                        + " modeenvoy-system (expected: each namespace once, and not the release's own, whose pods get no"
                        + " proxies)",
                "injection.namespaces[0].name=shop,injection.namespaces[0].groups[0]=services"
                        + "|at '/injection/namespaces/0/groups/0': 'services' does not match pattern",
                "gateways.defaults.kind=StatefulSet|at '/gateways/defaults/kind': value must be one of 'Deployment',"
                        + " 'DaemonSet', 'None'",
                "controlPlane.grants[0].identity=cn:operator,controlPlane.grants[0].introspect=true|gateways.provision:"
                        + " true with controlPlane.grants (expected: one of them",
                "controlPlane.autoscaling.enabled=true,controlPlane.autoscaling.maxReplicas=1"
                        + "|controlPlane.autoscaling.maxReplicas: 1 (expected: at least minReplicas, which is 2)",
            })
    void aWrongValueIsRefusedWithWhatIsExpected(String set, String message) {
        Command.Result result = Chart.template("--set", set);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains(message);
    }

    private static List<String> texts(JsonNode list) {
        return new ArrayList<>(StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList());
    }
}
