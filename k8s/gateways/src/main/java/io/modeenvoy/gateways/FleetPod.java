package io.modeenvoy.gateways;

import static io.modeenvoy.gateways.Trees.tree;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modeenvoy.bootstrap.Address;
import io.modeenvoy.bootstrap.AdsTls;
import io.modeenvoy.bootstrap.Bootstrap;
import io.modeenvoy.bootstrap.Role;
import io.modeenvoy.crd.ProxySettingsSpec;
import io.modeenvoy.policy.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pod of an Envoy: Envoy, and beside it a sidecar that does nothing until the pod begins to end, and then lets Envoy finish its calls. What would
 * restart every pod when a listener comes or goes is left out: the ports of the listeners.
 */
record FleetPod(Fleet fleet, FleetOptions options) {
    private static final Path CERTIFICATES = Path.of("/etc/modeenvoy/certificates");
    private static final Path SDS = Path.of("/etc/modeenvoy/sds");
    private static final String RUN = "/run/modeenvoy";
    private static final String ADMIN = RUN + "/envoy-admin.sock";
    private static final String ANNOTATION = "modeenvoy.io/";

    /** The kubelet puts the pod's name there. */
    private static final String POD_NAME = "MODEENVOY_POD_NAME";

    private static final int GROUP_READABLE = 0440;
    /** Between the end of the calls and that of the pod. */
    private static final int SPARE_SECONDS = 15;

    /** Sleeps until it is told to end; the shell is all that runs, for the longest time. */
    private static final String IDLE = "trap 'exit 0' TERM; while :; do sleep 3600 & wait $!; done";

    /** Metadata and spec. */
    ObjectNode template(SortedMap<String, String> labels) {
        SortedMap<String, String> annotations = new TreeMap<>(fleet.annotations());
        annotations.put("kubectl.kubernetes.io/default-container", "envoy");
        sdsFiles().forEach((file, text) -> annotations.put(ANNOTATION + file, text));
        return tree("metadata", tree("labels", labels, "annotations", annotations), "spec", spec());
    }

    private ObjectNode spec() {
        ProxySettingsSpec settings = options.settings(fleet);
        ObjectNode spec = tree(
                "serviceAccountName", fleet.name(),
                "automountServiceAccountToken", false,
                "enableServiceLinks", false,
                "terminationGracePeriodSeconds", options.drain().limitSeconds() + SPARE_SECONDS,
                "securityContext", podSecurity(),
                "initContainers", List.of(drain()),
                "containers", List.of(envoy(settings)),
                "volumes", volumes());
        if (!options.pullSecrets().isEmpty()) {
            spec.set(
                    "imagePullSecrets",
                    Trees.JSON.valueToTree(options.pullSecrets().stream()
                            .map(name -> Map.of("name", name))
                            .toList()));
        }
        if (!settings.nodeSelector().isEmpty()) {
            spec.set("nodeSelector", Trees.JSON.valueToTree(new TreeMap<>(settings.nodeSelector())));
        }
        if (!settings.tolerations().isEmpty()) {
            spec.set("tolerations", Trees.JSON.valueToTree(settings.tolerations()));
        }
        if (settings.kind() != ProxySettingsSpec.Kind.DAEMON_SET) {
            spec.set(
                    "topologySpreadConstraints",
                    Trees.JSON.valueToTree(
                            List.of(spread("kubernetes.io/hostname"), spread("topology.kubernetes.io/zone"))));
        }
        return spec;
    }

    private ObjectNode spread(String key) {
        return tree(
                "maxSkew",
                1,
                "topologyKey",
                key,
                "whenUnsatisfiable",
                "ScheduleAnyway",
                "labelSelector",
                tree("matchLabels", FleetObjects.selector(fleet)));
    }

    /** Envoy is not root: in the pod's own network, where this counts, it may listen on port 80 all the same. */
    private ObjectNode podSecurity() {
        ObjectNode security = Trees.JSON.valueToTree(options.podSecurityContext());
        security.withArray("sysctls").add(tree("name", "net.ipv4.ip_unprivileged_port_start", "value", "0"));
        return security;
    }

    private ObjectNode envoy(ProxySettingsSpec settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--config-yaml",
                bootstrap().argument(),
                "--log-level",
                options.logLevel(),
                "--disable-hot-restart",
                "--drain-time-s",
                Integer.toString(options.drain().limitSeconds())));
        if (settings.concurrency() != null) {
            arguments.addAll(List.of("--concurrency", settings.concurrency().toString()));
        }
        List<ObjectNode> mounts = new ArrayList<>(List.of(mount("run", RUN, false)));
        if (options.tls() != null) {
            mounts.add(mount("certificates", CERTIFICATES.toString(), true));
            mounts.add(mount("sds", SDS.toString(), true));
        }
        return tree(
                "name", "envoy",
                "image", options.image(),
                "imagePullPolicy", options.pullPolicy(),
                "command", List.of("envoy"),
                "args", arguments,
                "env",
                        List.of(tree(
                                "name", POD_NAME, "valueFrom", tree("fieldRef", tree("fieldPath", "metadata.name")))),
                "ports", List.of(tree("name", "probes", "containerPort", probePort(), "protocol", "TCP")),
                // No liveness probe: it opens no port before its first configuration, and a control plane that is away
                // must not have it restarted.
                "readinessProbe",
                        tree(
                                "httpGet",
                                tree("path", "/ready", "port", "probes"),
                                "periodSeconds",
                                2,
                                "timeoutSeconds",
                                2),
                "lifecycle",
                        tree(
                                "preStop",
                                tree("sleep", tree("seconds", options.drain().limitSeconds()))),
                "resources", resources(settings.resources()),
                "securityContext", options.containerSecurityContext(),
                "volumeMounts", mounts);
    }

    private ObjectNode drain() {
        return tree(
                "name", "drain",
                "image", options.program(),
                "imagePullPolicy", options.pullPolicy(),
                "restartPolicy", "Always",
                "command", List.of("/bin/sh", "-c", IDLE),
                "lifecycle",
                        tree(
                                "preStop",
                                tree(
                                        "exec",
                                        tree(
                                                "command",
                                                List.of(
                                                        "modeenvoy",
                                                        "drain",
                                                        "--envoy-admin=unix:" + ADMIN,
                                                        "--notice="
                                                                + options.drain()
                                                                        .noticeSeconds() + "s",
                                                        "--limit="
                                                                + options.drain()
                                                                        .limitSeconds() + "s")))),
                "resources", tree("requests", tree("cpu", "10m", "memory", "16Mi"), "limits", tree("memory", "192Mi")),
                "securityContext", options.containerSecurityContext(),
                "volumeMounts", List.of(mount("run", RUN, false), mount("tmp", "/tmp", false)));
    }

    /** What Envoy is started with. Ids have no slashes, so that a certificate can name them. */
    Bootstrap bootstrap() {
        Bootstrap bootstrap = Bootstrap.of(
                        Role.EDGE,
                        fleet.gateway().namespace() + ".$(" + POD_NAME + ")",
                        Names.GATEWAY_GROUP + fleet.gateway().namespace() + "/"
                                + fleet.gateway().name(),
                        Address.parse(options.services()))
                .withUpstream(Names.ADS_CLUSTER, Address.parse(options.server()))
                .withAdmin(new Address.Unix(ADMIN))
                .withProbes(new Address.Tcp("0.0.0.0", probePort()));
        return options.tls() == null ? bootstrap : bootstrap.withTls(adsTls());
    }

    private AdsTls adsTls() {
        return new AdsTls(
                CERTIFICATES.resolve("ca.crt"),
                CERTIFICATES.resolve("tls.crt"),
                CERTIFICATES.resolve("tls.key"),
                SDS,
                ((Address.Tcp) Address.parse(options.server())).host());
    }

    private Map<String, String> sdsFiles() {
        return options.tls() == null ? Map.of() : adsTls().sdsFiles();
    }

    /** The usual one, or the next that no listener has. */
    int probePort() {
        int port = options.probePort();
        while (fleet.ports().contains(port)) {
            port++;
        }
        return port;
    }

    private static JsonNode resources(ProxySettingsSpec.@Nullable Resources written) {
        return written == null ? tree() : Trees.JSON.valueToTree(written);
    }

    private List<ObjectNode> volumes() {
        List<ObjectNode> volumes = new ArrayList<>(List.of(
                tree("name", "run", "emptyDir", tree("medium", "Memory", "sizeLimit", "1Mi")),
                tree("name", "tmp", "emptyDir", tree())));
        FleetOptions.Tls tls = options.tls();
        if (tls != null) {
            String secret = tls.secret() == null ? fleet.name() : tls.secret();
            volumes.add(
                    tree("name", "certificates", "secret", tree("secretName", secret, "defaultMode", GROUP_READABLE)));
            volumes.add(tree(
                    "name",
                    "sds",
                    "downwardAPI",
                    tree(
                            "items",
                            sdsFiles().keySet().stream()
                                    .map(file -> tree(
                                            "path",
                                            file,
                                            "fieldRef",
                                            tree("fieldPath", "metadata.annotations['" + ANNOTATION + file + "']")))
                                    .toList())));
        }
        return volumes;
    }

    private static ObjectNode mount(String volume, String path, boolean readOnly) {
        ObjectNode mount = tree("name", volume, "mountPath", path);
        return readOnly ? mount.put("readOnly", true) : mount;
    }
}
