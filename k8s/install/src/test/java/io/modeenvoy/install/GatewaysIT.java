package io.modeenvoy.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modeenvoy.cli.ModeEnvoy;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.crd.ProxySettingsSpec;
import io.modeenvoy.gateways.Fleet;
import io.modeenvoy.gateways.FleetObjects;
import io.modeenvoy.gateways.FleetOptions;
import io.modeenvoy.gateways.FleetOptionsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the chart tells the control plane about the Envoys of Gateways, and what comes of it. */
final class GatewaysIT {
    private static final Path DEFAULTS = Path.of("src/test/values/defaults.yaml");

    private final List<JsonNode> chart = Chart.objects(DEFAULTS);
    private final FleetOptions options = FleetOptionsFile.parse(
            find("ConfigMap", "modeenvoy-gateways").at("/data/gateways.yaml").asText());

    private JsonNode find(String kind, String name) {
        return chart.stream()
                .filter(object -> object.path("kind").asText().equals(kind)
                        && object.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<ObjectNode> made(ProxySettingsSpec settings) {
        Fleet fleet = new Fleet(
                new ObjectName("shop", "web"),
                "1b4e28ba-2fa1-11d2-883f-0016d3cca427",
                "modeenvoy",
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(80, 443),
                "192.0.2.1",
                settings);
        return FleetObjects.of(fleet, options);
    }

    private static JsonNode deployment(List<ObjectNode> made) {
        return made.stream()
                .filter(object -> object.path("kind").asText().equals("Deployment"))
                .findFirst()
                .orElseThrow();
    }

    /** At the same control plane, by a certificate of the same authority; a Gateway that the chart serves gets nothing. */
    @Test
    void theControlPlaneKnowsWhatTheyAreMadeOf() {
        String pods = Chart.yaml(Chart.podTemplates(chart));

        assertThat(options.except()).containsExactly(Chart.NAMESPACE + "/edge");
        assertThat(pods)
                .contains("--server=" + options.server(), "--gateway-proxies=/etc/modeenvoy-gateways/gateways.yaml")
                .contains("--authority=" + Objects.requireNonNull(options.tls()).authority());
        assertThat(find("Service", options.services().split("[.]", 2)[0])
                        .at("/spec/ports/0/port")
                        .asText())
                .isEqualTo(options.services().split(":", 2)[1]);
        assertThat(Objects.requireNonNull(options.networkPolicy()).egress())
                .isEqualTo(find("NetworkPolicy", "modeenvoy-edge-edge").at("/spec/egress"));
    }

    /** A Gateway of the chart's own namespace must not get the name of anything of the release. */
    @Test
    void nothingOfTheReleaseHasANameThatAGatewaysEnvoysCouldHave() {
        assertThat(chart)
                .noneMatch(object -> object.at("/metadata/name").asText().startsWith("gateway-"));
    }

    @Test
    void withoutThemTheControlPlaneHasNoRightsForThem() {
        String text = Chart.template("--set", "gateways.provision=false").good();

        assertThat(text).doesNotContain("--gateway-proxies", "modeenvoy-gateways", "injection-services", "daemonsets");
        assertThat(Chart.yaml(find("ClusterRole", Chart.NAMESPACE + "-modeenvoy-gateways")))
                .contains("daemonsets");
    }

    @Test
    void theProgramUnderstandsHowAPodEnds() {
        JsonNode command = deployment(made(ProxySettingsSpec.NOTHING))
                .at("/spec/template/spec/initContainers/0/lifecycle/preStop/exec/command");

        List<String> words = StreamSupport.stream(command.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        assertThat(words.getFirst()).isEqualTo("modeenvoy");
        ModeEnvoy.parse(words.subList(1, words.size()));
    }

    /** Strict: a field that the API server does not know is an error too. */
    @Test
    void aRestrictedNamespaceOfARealClusterTakesThem() throws IOException, InterruptedException {
        ProxySettingsSpec daemons = new ProxySettingsSpec(
                ProxySettingsSpec.Kind.DAEMON_SET, null, null, null, 4, Map.of("pool", "edge"), List.of());
        try (Cluster cluster = Cluster.start()) {
            cluster.kubectl("", "create", "namespace", "shop").good();
            cluster.kubectl("", "label", "namespace", "shop", "pod-security.kubernetes.io/enforce=restricted")
                    .good();
            for (ProxySettingsSpec settings : List.of(ProxySettingsSpec.NOTHING, daemons)) {
                for (ObjectNode object : made(settings)) {
                    cluster.kubectl(Chart.yaml(object), "create", "--dry-run=server", "--validate=strict", "-f", "-")
                            .good();
                    if (object.at("/spec/template").isObject()) {
                        ObjectNode pod = ((ObjectNode) object.at("/spec/template")).deepCopy();
                        pod.put("apiVersion", "v1").put("kind", "Pod");
                        pod.withObject("metadata").put("name", "pod").put("namespace", "shop");
                        ((ObjectNode) pod.path("spec")).remove("serviceAccountName");
                        cluster.kubectl(Chart.yaml(pod), "create", "--dry-run=server", "--validate=strict", "-f", "-")
                                .good();
                    }
                }
            }
        }
    }
}
