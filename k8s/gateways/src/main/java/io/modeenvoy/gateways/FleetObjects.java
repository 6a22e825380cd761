package io.modeenvoy.gateways;

import static io.modeenvoy.gateways.Trees.tree;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modeenvoy.crd.ProxySettingsSpec;
import io.modeenvoy.crd.ProxySettingsSpec.ServiceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** What there should be in a cluster for the Envoys of a Gateway. Pure; the same Gateway always gives the same trees. */
public final class FleetObjects {
    /** Tells our objects from all others; its value is the name that all objects of a Gateway have. */
    public static final String FLEET = "modeenvoy.io/fleet";

    /** What an object was made from, so that a field we no longer set is noticed. */
    static final String APPLIED = "modeenvoy.io/applied";

    private static final String GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name";
    private static final String GATEWAY_CLASS = "gateway.networking.k8s.io/gateway-class-name";
    private static final int LONGEST_LABEL = 63;

    private final Fleet fleet;
    private final FleetOptions options;
    private final ProxySettingsSpec settings;

    private FleetObjects(Fleet fleet, FleetOptions options) {
        this.fleet = fleet;
        this.options = options;
        this.settings = options.settings(fleet);
    }

    /** All of them but the certificate's Secret, in the order to be made; none where somebody else starts the Envoys. */
    public static List<ObjectNode> of(Fleet fleet, FleetOptions options) {
        FleetObjects objects = new FleetObjects(fleet, options);
        return objects.settings.kind() == ProxySettingsSpec.Kind.NONE ? List.of() : objects.all();
    }

    /** What selects the pods; it never changes. */
    static SortedMap<String, String> selector(Fleet fleet) {
        return new TreeMap<>(Map.of(FLEET, fleet.name()));
    }

    private List<ObjectNode> all() {
        List<ObjectNode> all = new ArrayList<>();
        all.add(object("v1", "ServiceAccount").put("automountServiceAccountToken", false));
        if (options.networkPolicy() != null) {
            all.add(networkPolicy(options.networkPolicy()));
        }
        if (!fleet.ports().isEmpty()) { // a Service needs one
            all.add(service());
        }
        boolean daemons = settings.kind() == ProxySettingsSpec.Kind.DAEMON_SET;
        all.add(daemons ? daemonSet() : deployment());
        if (!daemons) {
            all.add(disruptionBudget());
        }
        return all.stream().map(FleetObjects::stamped).toList();
    }

    /** Of a Gateway's certificate. */
    static ObjectNode secret(Fleet fleet, FleetOptions options, Map<String, String> encoded) {
        return new FleetObjects(fleet, options)
                .object("v1", "Secret")
                .put("type", "kubernetes.io/tls")
                .set("data", Trees.JSON.valueToTree(new TreeMap<>(encoded)));
    }

    private ObjectNode object(String apiVersion, String kind) {
        ObjectNode metadata = tree(
                "name", fleet.name(),
                "namespace", fleet.gateway().namespace(),
                "labels", labels(),
                "annotations", fleet.annotations(),
                "ownerReferences",
                        List.of(tree(
                                "apiVersion",
                                "gateway.networking.k8s.io/v1",
                                "kind",
                                "Gateway",
                                "name",
                                fleet.gateway().name(),
                                "uid",
                                fleet.uid(),
                                "controller",
                                true,
                                "blockOwnerDeletion",
                                false)));
        return tree("apiVersion", apiVersion, "kind", kind, "metadata", metadata);
    }

    /** Ours win: by them the pods and the Gateway's addresses are found. */
    private SortedMap<String, String> labels() {
        SortedMap<String, String> labels = new TreeMap<>(fleet.labels());
        labels.put("app.kubernetes.io/name", "modeenvoy-gateway");
        labels.put("app.kubernetes.io/managed-by", "modeenvoy");
        label(labels, GATEWAY_NAME, fleet.gateway().name());
        label(labels, GATEWAY_CLASS, fleet.gatewayClass());
        labels.putAll(selector(fleet));
        return labels;
    }

    /** A longer name cannot be a label's value; then nobody else's is either. */
    private static void label(Map<String, String> labels, String key, String value) {
        if (value.length() <= LONGEST_LABEL) {
            labels.put(key, value);
        } else {
            labels.remove(key);
        }
    }

    private static ObjectNode stamped(ObjectNode object) {
        ((ObjectNode) object.path("metadata"))
                .withObject("annotations")
                .put(APPLIED, FleetName.hash(object.toString()));
        return object;
    }

    private ObjectNode service() {
        ServiceSettings wanted = Objects.requireNonNull(settings.service());
        boolean balanced = wanted.type() == ServiceSettings.Type.LOAD_BALANCER;
        ObjectNode service = object("v1", "Service");
        wanted.annotations().forEach(((ObjectNode) service.path("metadata")).withObject("annotations")::put);
        ObjectNode spec = tree(
                "type", Trees.JSON.valueToTree(wanted.type()),
                "selector", selector(fleet),
                "ports",
                        fleet.ports().stream()
                                .map(port -> tree(
                                        "name", "port-" + port, "port", port, "targetPort", port, "protocol", "TCP"))
                                .toList());
        if (wanted.externalTrafficPolicy() != null && wanted.type() != ServiceSettings.Type.CLUSTER_IP) {
            spec.set("externalTrafficPolicy", Trees.JSON.valueToTree(wanted.externalTrafficPolicy()));
        }
        if (balanced && wanted.loadBalancerClass() != null) {
            spec.put("loadBalancerClass", wanted.loadBalancerClass());
        }
        if (balanced && !wanted.loadBalancerSourceRanges().isEmpty()) {
            spec.set("loadBalancerSourceRanges", Trees.JSON.valueToTree(wanted.loadBalancerSourceRanges()));
        }
        if (balanced && fleet.address() != null) {
            spec.put("loadBalancerIP", fleet.address());
        }
        return service.set("spec", spec);
    }

    private ObjectNode deployment() {
        return object("apps/v1", "Deployment")
                .set(
                        "spec",
                        tree(
                                "replicas", Objects.requireNonNull(settings.replicas()),
                                "strategy",
                                        tree(
                                                "type",
                                                "RollingUpdate",
                                                "rollingUpdate",
                                                tree("maxUnavailable", 0, "maxSurge", 1)),
                                "selector", tree("matchLabels", selector(fleet)),
                                "template", new FleetPod(fleet, options).template(labels())));
    }

    private ObjectNode daemonSet() {
        return object("apps/v1", "DaemonSet")
                .set(
                        "spec",
                        tree(
                                "updateStrategy",
                                        tree("type", "RollingUpdate", "rollingUpdate", tree("maxUnavailable", 1)),
                                "selector", tree("matchLabels", selector(fleet)),
                                "template", new FleetPod(fleet, options).template(labels())));
    }

    private ObjectNode disruptionBudget() {
        return object("policy/v1", "PodDisruptionBudget")
                .set(
                        "spec",
                        tree(
                                "maxUnavailable",
                                1,
                                "unhealthyPodEvictionPolicy",
                                "AlwaysAllow",
                                "selector",
                                tree("matchLabels", selector(fleet))));
    }

    /** Calls come in at the ports of the listeners; what goes out is for the installation to say. */
    private ObjectNode networkPolicy(FleetOptions.NetworkPolicy wanted) {
        ArrayNode ingress = Trees.JSON.createArrayNode();
        if (!fleet.ports().isEmpty()) {
            ingress.add(tree(
                    "ports",
                    fleet.ports().stream()
                            .map(port -> tree("port", port, "protocol", "TCP"))
                            .toList()));
        }
        JsonNode readers = wanted.metricsFrom();
        if (readers != null && !readers.isEmpty()) {
            int port = new FleetPod(fleet, options).probePort();
            ingress.add(tree("ports", List.of(tree("port", port, "protocol", "TCP")), "from", readers));
        }
        ObjectNode spec = tree(
                "podSelector",
                tree("matchLabels", selector(fleet)),
                "policyTypes",
                wanted.egress() == null ? List.of("Ingress") : List.of("Ingress", "Egress"),
                "ingress",
                ingress);
        if (wanted.egress() != null) {
            spec.set("egress", wanted.egress());
        }
        return object("networking.k8s.io/v1", "NetworkPolicy").set("spec", spec);
    }
}
