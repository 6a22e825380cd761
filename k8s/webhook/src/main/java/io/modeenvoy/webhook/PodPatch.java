package io.modeenvoy.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What changes in a pod that gets a proxy, as a JSON patch (RFC 6902). */
final class PodPatch {
    /** Annotation: the node group of the proxy a pod got. */
    static final String INJECTED = "modeenvoy.io/injected";

    private static final JsonMapper JSON = new JsonMapper();
    static final String UNPRIVILEGED_PORTS = "net.ipv4.ip_unprivileged_port_start";
    private static final int FIRST_UNPRIVILEGED_PORT = 1024;

    private final PodCreation pod;
    private final Wish wish;
    private final ProxyOptions options;
    private final ArrayNode patch = JSON.createArrayNode();

    private PodPatch(PodCreation pod, Wish wish, ProxyOptions options) {
        this.pod = pod;
        this.wish = wish;
        this.options = options;
    }

    static ArrayNode of(PodCreation pod, Wish wish, ProxyOptions options) {
        return new PodPatch(pod, wish, options).operations();
    }

    private ArrayNode operations() {
        annotations();
        container();
        volumes();
        variables();
        hostname();
        lowPorts();
        return patch;
    }

    private void annotations() {
        Map<String, String> annotations = new TreeMap<>(Map.of(INJECTED, wish.group()));
        if (options.tls() != null) {
            ProxyContainer.sdsFiles(options.tls()).forEach((file, text) -> annotations.put(annotationOf(file), text));
        }
        if (!pod.pod().path("metadata").has("annotations")) {
            add("/metadata/annotations", JSON.createObjectNode());
        }
        annotations.forEach((key, value) ->
                add("/metadata/annotations/" + key.replace("~", "~0").replace("/", "~1"), TextNode.valueOf(value)));
    }

    /** In front, so that other init containers can use it. */
    private void container() {
        ObjectNode container = new ProxyContainer(pod, wish, options).json();
        if (pod.spec().path("initContainers").isEmpty()) {
            add("/spec/initContainers", JSON.createArrayNode().add(container));
        } else {
            add("/spec/initContainers/0", container);
        }
    }

    private void volumes() {
        ObjectNode admin = JSON.createObjectNode().put("name", ProxyContainer.ADMIN);
        admin.putObject("emptyDir").put("medium", "Memory").put("sizeLimit", "1Mi");
        List<ObjectNode> volumes = new ArrayList<>(List.of(admin));
        if (options.tls() != null) {
            volumes.addAll(certificates(options.tls()));
        }
        append(pod.spec(), "/spec", "volumes", volumes.toArray(ObjectNode[]::new));
    }

    /** The files that tell Envoy where its certificates lie come from annotations of the pod: no ConfigMap to be made in its namespace. */
    private static List<ObjectNode> certificates(ProxyOptions.ClientTls tls) {
        ObjectNode secret = JSON.createObjectNode().put("name", ProxyContainer.CERTIFICATES);
        secret.putObject("secret").put("secretName", tls.secret());
        ObjectNode sds = JSON.createObjectNode().put("name", ProxyContainer.SDS);
        ArrayNode items = sds.putObject("downwardAPI").putArray("items");
        for (String file : new TreeMap<>(ProxyContainer.sdsFiles(tls)).keySet()) {
            items.addObject()
                    .put("path", file)
                    .putObject("fieldRef")
                    .put("fieldPath", "metadata.annotations['" + annotationOf(file) + "']");
        }
        return List.of(secret, sds);
    }

    private void variables() {
        if (wish.sdks().isEmpty()) {
            return;
        }
        for (String list : new String[] {"initContainers", "containers"}) {
            JsonNode containers = pod.spec().path(list);
            int offset = list.equals("initContainers") ? 1 : 0; // the proxy's own stands in front by now
            for (int i = 0; i < containers.size(); i++) {
                variables(containers.get(i), "/spec/" + list + "/" + (i + offset));
            }
        }
    }

    /** What a container says itself stays. */
    private void variables(JsonNode container, String path) {
        ObjectNode[] missing = wish.sdks().stream()
                .filter(sdk -> !names(container.path("env"), sdk.variable()))
                .map(sdk -> JSON.createObjectNode()
                        .put("name", sdk.variable())
                        .put(
                                "value",
                                sdk.url(
                                        wish.hostOfCalls(),
                                        wish.offer().httpPorts().getFirst())))
                .toArray(ObjectNode[]::new);
        append(container, path, "env", missing);
    }

    private void hostname() {
        if (!wish.hostname().isEmpty()) {
            ObjectNode alias = JSON.createObjectNode().put("ip", "127.0.0.1");
            alias.putArray("hostnames").add(wish.hostname());
            append(pod.spec(), "/spec", "hostAliases", alias);
        }
    }

    /** The proxy is not root: in the pod's own network, where this counts, it may listen on port 80 all the same. */
    private void lowPorts() {
        JsonNode context = pod.spec().path("securityContext");
        if (wish.ports().stream().noneMatch(port -> port < FIRST_UNPRIVILEGED_PORT)
                || names(context.path("sysctls"), UNPRIVILEGED_PORTS)) {
            return;
        }
        if (!pod.spec().has("securityContext")) {
            add("/spec/securityContext", JSON.createObjectNode());
        }
        append(
                context,
                "/spec/securityContext",
                "sysctls",
                JSON.createObjectNode().put("name", UNPRIVILEGED_PORTS).put("value", "0"));
    }

    private static boolean names(JsonNode list, String name) {
        for (JsonNode item : list) {
            if (item.path("name").asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static String annotationOf(String file) {
        return "modeenvoy.io/" + file;
    }

    private void append(JsonNode owner, String path, String list, ObjectNode... items) {
        if (items.length > 0 && owner.path(list).isEmpty()) {
            ArrayNode all = JSON.createArrayNode();
            for (ObjectNode item : items) {
                all.add(item);
            }
            add(path + "/" + list, all);
        } else {
            for (ObjectNode item : items) {
                add(path + "/" + list + "/-", item);
            }
        }
    }

    private void add(String path, JsonNode value) {
        patch.addObject().put("op", "add").put("path", path).set("value", value);
    }
}
