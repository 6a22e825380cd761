package io.modeenvoy.webhook;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modeenvoy.bootstrap.Address;
import io.modeenvoy.bootstrap.AdsTls;
import io.modeenvoy.bootstrap.Bootstrap;
import io.modeenvoy.policy.Names;
import java.nio.file.Path;
import java.util.Map;

/** The Envoy that a pod gets: a sidecar as Kubernetes itself knows it, an init container that stays. */
record ProxyContainer(PodCreation pod, Wish wish, ProxyOptions options) {
    static final String NAME = "modeenvoy-proxy";
    static final String CERTIFICATES = "modeenvoy-certificates";
    static final String SDS = "modeenvoy-sds";

    /** Of the admin interface's socket: on the pod's loopback, whatever the application can be made to call would reach it. */
    static final String ADMIN = "modeenvoy-admin";

    /** The kubelet puts the pod's name there: a pod of a ReplicaSet has none yet when we are asked. */
    private static final String POD_NAME = "MODEENVOY_POD_NAME";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path CERTIFICATES_FOLDER = Path.of("/etc/modeenvoy/certificates");
    private static final Path SDS_FOLDER = Path.of("/etc/modeenvoy/sds");
    private static final Path ADMIN_FOLDER = Path.of("/run/modeenvoy");
    private static final int USER = 65532;
    private static final int START_SECONDS = 120;

    ObjectNode json() {
        ObjectNode container = JSON.createObjectNode();
        container.put("name", NAME).put("image", options.image()).put("restartPolicy", "Always");
        ArrayNode arguments = container.putArray("args");
        arguments.add("--config-yaml").add(bootstrap().argument());
        arguments.add("--concurrency").add("2").add("--log-level").add("warning");
        arguments.add("--disable-hot-restart"); // nothing is shared with a second process, not even memory
        container
                .putArray("env")
                .addObject()
                .put("name", POD_NAME)
                .putObject("valueFrom")
                .putObject("fieldRef")
                .put("fieldPath", "metadata.name");
        container.set("resources", resources());
        container.set("startupProbe", probe(1, START_SECONDS));
        container.set("readinessProbe", probe(10, 3));
        container.set("livenessProbe", probe(10, 6));
        container.set("securityContext", restricted());
        ArrayNode mounts = container.putArray("volumeMounts");
        mounts.addObject().put("name", ADMIN).put("mountPath", ADMIN_FOLDER.toString());
        if (options.tls() != null) {
            mount(mounts, CERTIFICATES, CERTIFICATES_FOLDER);
            mount(mounts, SDS, SDS_FOLDER);
        }
        return container;
    }

    /** What the proxy is started with. Ids have no slashes, so that a certificate can name them. */
    Bootstrap bootstrap() {
        Bootstrap bootstrap = Bootstrap.of(
                        wish.role(), pod.namespace() + ".$(" + POD_NAME + ")", wish.group(), options.services())
                .withUpstream(Names.ADS_CLUSTER, options.controlPlane())
                .withAdmin(new Address.Unix(ADMIN_FOLDER.resolve("admin.sock").toString()))
                .withProbes(new Address.Tcp("0.0.0.0", options.probesPort()));
        return options.tls() == null ? bootstrap : bootstrap.withTls(adsTls(options.tls()));
    }

    /** The files by which Envoy finds its certificates; texts by name. */
    static Map<String, String> sdsFiles(ProxyOptions.ClientTls tls) {
        return adsTls(tls).sdsFiles();
    }

    private static AdsTls adsTls(ProxyOptions.ClientTls tls) {
        return new AdsTls(
                CERTIFICATES_FOLDER.resolve("ca.crt"),
                CERTIFICATES_FOLDER.resolve("tls.crt"),
                CERTIFICATES_FOLDER.resolve("tls.key"),
                SDS_FOLDER,
                tls.serverName());
    }

    private ObjectNode resources() {
        ObjectNode resources = JSON.createObjectNode();
        ObjectNode requests = resources.putObject("requests");
        options.requests().forEach(requests::put);
        ObjectNode limits = resources.putObject("limits");
        options.limits().forEach(limits::put);
        return resources;
    }

    private ObjectNode probe(int periodSeconds, int failures) {
        ObjectNode probe = JSON.createObjectNode();
        probe.putObject("httpGet").put("path", "/ready").put("port", options.probesPort());
        return probe.put("periodSeconds", periodSeconds)
                .put("timeoutSeconds", 1)
                .put("failureThreshold", failures);
    }

    /** What the Pod Security Standard "restricted" asks for, and a file system nobody writes to. */
    private static ObjectNode restricted() {
        ObjectNode context = JSON.createObjectNode();
        context.put("allowPrivilegeEscalation", false)
                .put("readOnlyRootFilesystem", true)
                .put("runAsNonRoot", true)
                .put("runAsUser", USER);
        context.putObject("capabilities").putArray("drop").add("ALL");
        context.putObject("seccompProfile").put("type", "RuntimeDefault");
        return context;
    }

    private static void mount(ArrayNode mounts, String volume, Path folder) {
        mounts.addObject()
                .put("name", volume)
                .put("mountPath", folder.toString())
                .put("readOnly", true);
    }
}
