package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Statuses tell the truth, each on the object it is about, and nothing is written that stands there already. */
@ExtendWith(SharedKubeCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KubeStatusIT {
    private static final String NS = "truth";

    private final KubeCluster cluster;
    private final KubeFleet fleet;

    KubeStatusIT(KubeCluster cluster) {
        this.cluster = cluster;
        this.fleet = KubeFleet.start(cluster, "truth-system", "--allow-local-providers");
    }

    @BeforeAll
    void applyAndConnect() {
        cluster.apply(KubeTenant.yaml(NS, Program.freePort(), Program.freePort()));
        fleet.withServices().withEnvoy(NS + "/edge", "truth-1");
        cluster.await("airoute", NS, "chat", "Programmed");
    }

    @AfterAll
    void stop() {
        fleet.close();
    }

    private String version(String kind, String name) {
        return cluster.value(kind, NS, name, ".metadata.resourceVersion");
    }

    /** The whole of it, with the times. */
    private String status(String kind, String name) {
        return cluster.value(kind, NS, name, ".status");
    }

    @Test
    void aMistakeIsAConditionOfItsObjectAndOfNoOtherUntilItIsMended() {
        String since = cluster.condition("airoute", NS, "chat", "Accepted", "lastTransitionTime");
        String provider = version("modelprovider", "simulator");

        cluster.apply(KubeTenant.route(NS, "simulater"));

        cluster.await("airoute", NS, "chat", "ResolvedRefs=false");
        assertThat(cluster.condition("airoute", NS, "chat", "ResolvedRefs", "message"))
                .isEqualTo(
                        "spec.rules[0].backendRefs[0].name: simulater (expected: a ModelProvider in truth; did you mean"
                                + " simulator?)");
        assertThat(cluster.condition("airoute", NS, "chat", "ResolvedRefs", "observedGeneration"))
                .isEqualTo(cluster.value("airoute", NS, "chat", ".metadata.generation"));
        assertThat(cluster.condition("airoute", NS, "chat", "Accepted", "lastTransitionTime"))
                .isEqualTo(since);
        assertThat(cluster.condition("modelprovider", NS, "simulator", "Accepted", "status"))
                .isEqualTo("True");
        assertThat(cluster.condition("gateway", NS, "edge", "Programmed", "status"))
                .isEqualTo("True");

        awaitEvent("airoute", "chat", "Warning +BackendNotFound +.* modeenvoy.io/gateway-controller +.*simulater");

        cluster.apply(KubeTenant.route(NS, "simulator"));

        cluster.await("airoute", NS, "chat", "ResolvedRefs");
        cluster.await("airoute", NS, "chat", "Programmed");
        awaitEvent("airoute", "chat", "Normal +ResolvedRefs +.*may be used again");
        assertThat(cluster.condition("airoute", NS, "chat", "Programmed", "observedGeneration"))
                .isEqualTo(cluster.value("airoute", NS, "chat", ".metadata.generation"));
        assertThat(cluster.value("modelprovider", NS, "simulator", ".metadata.generation"))
                .isEqualTo("1");
        assertThat(Integer.parseInt(version("modelprovider", "simulator")))
                .isGreaterThanOrEqualTo(Integer.parseInt(provider));
    }

    /** As people see it who ask what happened to an object. */
    private void awaitEvent(String kind, String name, String line) {
        Pattern pattern = Pattern.compile("(?m)^ *" + line);
        Eventually.holds(
                line,
                Duration.ofSeconds(40),
                () -> pattern.matcher(cluster.kubectl("describe", kind, name, "-n", NS))
                        .find());
    }

    @Test
    void aKeyThatEndsSoonIsWarnedOfInItsStatusAndByAnEvent() {
        String end = Instant.now()
                .plus(Duration.ofDays(3))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();

        cluster.apply("""
                apiVersion: modeenvoy.io/v1alpha1
                kind: APIKey
                metadata: {name: ends, namespace: truth}
                spec:
                  consumerRef: {name: app}
                  keyId: ends
                  digest: {pepper: p1, value: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=}
                  expiresAt: "%s"
                """.formatted(end));

        awaitEvent("apikey", "ends", "Warning +ExpiresSoon +.*" + end);
        assertThat(cluster.condition("apikey", NS, "ends", "Warned", "reason")).isEqualTo("ExpiresSoon");
    }

    @Test
    void onlyTheStatusThatChangesIsWritten() {
        cluster.apply(KubeTenant.consumer(NS, "first")); // what was due before is written by then
        cluster.await("consumer", NS, "first", "Programmed");
        awaitRest();
        String gateway = status("gateway", "edge");
        String route = status("airoute", "chat");
        double written = fleet.figure("modeenvoy_status_written_total");
        double failed = fleet.figure("modeenvoy_status_failed_total");

        cluster.apply(KubeTenant.consumer(NS, "newcomer"));
        cluster.await("consumer", NS, "newcomer", "Programmed");
        cluster.kubectl("label", "consumer", "newcomer", "-n", NS, "team=blue");
        cluster.kubectl("label", "airoute", "chat", "-n", NS, "team-", "--overwrite");
        cluster.apply(KubeTenant.consumer(NS, "last"));
        cluster.await("consumer", NS, "last", "Programmed");

        assertThat(status("gateway", "edge")).isEqualTo(gateway);
        assertThat(status("airoute", "chat")).isEqualTo(route);
        assertThat(fleet.figure("modeenvoy_status_written_total") - written).isBetween(2.0, 4.0);
        assertThat(fleet.figure("modeenvoy_status_failed_total")).isEqualTo(failed);
    }

    @Test
    void aProxyThatJoinsIsAWordOnItsGatewayAlone() {
        awaitRest();
        String route = status("airoute", "chat");
        double written = fleet.figure("modeenvoy_status_written_total");

        fleet.withEnvoy(NS + "/edge", "truth-2");
        Eventually.holds(
                "it is counted",
                Duration.ofSeconds(60),
                () -> cluster.condition("gateway", NS, "edge", "Programmed", "message")
                        .equals("programmed on 2/2 proxies"));
        awaitRest();

        assertThat(status("airoute", "chat")).isEqualTo(route);
        assertThat(fleet.figure("modeenvoy_status_written_total") - written).isBetween(1.0, 2.0);
    }

    /** Progress of the fleet is written up to five seconds late. */
    private void awaitRest() {
        AtomicReference<Double> written = new AtomicReference<>(-1.0);
        AtomicLong since = new AtomicLong();
        Eventually.holds("nothing more is written", Duration.ofSeconds(40), () -> {
            double now = fleet.figure("modeenvoy_status_written_total");
            if (written.getAndSet(now) != now) {
                since.set(System.nanoTime());
            }
            return fleet.figure("modeenvoy_status_waiting") == 0
                    && System.nanoTime() - since.get() > Duration.ofSeconds(6).toNanos();
        });
    }

    @Test
    void whatOthersSayStays() {
        cluster.apply("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: shared, namespace: truth}
                spec:
                  parentRefs: [{name: edge}, {name: theirs}]
                  rules: [{matches: [{path: {type: PathPrefix, value: /shared}}]}]
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: GatewayClass
                metadata: {name: theirs}
                spec: {controllerName: example.com/controller}
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: theirs, namespace: truth}
                spec: {gatewayClassName: theirs, listeners: [{name: http, port: 80, protocol: HTTP}]}
                """);
        String time = "2026-01-01T00:00:00Z";
        cluster.kubectl(
                "patch", "httproute", "shared", "-n", NS, "--subresource=status", "--type=merge", "-p", """
                {"status":{"parents":[{"parentRef":{"group":"gateway.networking.k8s.io","kind":"Gateway","name":"theirs"},
                "controllerName":"example.com/controller","conditions":[{"type":"Accepted","status":"True","reason":"Accepted",
                "message":"theirs","lastTransitionTime":"%s"}]}]}}""".formatted(
                                time));
        cluster.kubectl(
                "patch", "airoute", "chat", "-n", NS, "--subresource=status", "--type=json", "-p", """
                [{"op":"add","path":"/status/conditions/-","value":{"type":"Audited","status":"True","reason":"Yes",
                "message":"theirs","lastTransitionTime":"%s"}}]""".formatted(time));

        Eventually.holds(
                "ours stands beside theirs",
                Duration.ofSeconds(20),
                () -> cluster.value("httproute", NS, "shared", ".status.parents[*].controllerName")
                        .equals("example.com/controller modeenvoy.io/gateway-controller"));
        assertThat(cluster.value("httproute", NS, "shared", ".status.parents[0].conditions[0].message"))
                .isEqualTo("theirs");
        cluster.kubectl("annotate", "airoute", "chat", "-n", NS, "note=something", "--overwrite");
        assertThat(cluster.condition("airoute", NS, "chat", "Audited", "message"))
                .isEqualTo("theirs");
        assertThat(cluster.value("gateway", NS, "theirs", ".status.conditions[*].message"))
                .doesNotContain("proxies");
    }

    @Test
    void aTenantCannotTakeWhatIsAnothers() {
        cluster.kubectl(
                "apply",
                "-f",
                Program.root().resolve("e2e/src/test/resources/kube-thief.yaml").toString());

        cluster.await("airoute", "thief", "hostname", "Accepted=false");
        assertThat(cluster.condition("airoute", "thief", "hostname", "Accepted", "message"))
                .contains("truth.example.com");
        cluster.await("airoute", "thief", "provider", "ResolvedRefs=false");
        assertThat(cluster.condition("airoute", "thief", "provider", "ResolvedRefs", "reason"))
                .isEqualTo("RefNotPermitted");
        cluster.await("modelprovider", "thief", "own", "ResolvedRefs=false");
        assertThat(cluster.condition("modelprovider", "thief", "own", "ResolvedRefs", "message"))
                .contains("expected: a Secret in thief");
    }

    @Test
    void runsWithTheRightsOfItsRoleAndHasNoOthers() {
        String account = "--as=system:serviceaccount:truth-system:truth-system";
        for (String forbidden : new String[] {
            "update airoutes",
            "create apikeys",
            "delete gateways",
            "get secrets",
            "update secrets",
            "patch httproutes",
            "create pods",
            "update leases"
        }) {
            List<String> words = List.of(forbidden.split(" ", 2));
            KubeCluster.Said said =
                    cluster.tryKubectl("", "auth", "can-i", words.getFirst(), words.getLast(), "-n", NS, account);
            assertThat(said.text()).as(forbidden).endsWith("no\n");
        }
        assertThat(fleet.controlPlane().errors()).doesNotContain("forbidden", "refused");
        assertThat(fleet.figure("modeenvoy_leader")).isEqualTo(1);
    }
}
