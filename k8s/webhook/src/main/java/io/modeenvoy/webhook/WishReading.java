package io.modeenvoy.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.modeenvoy.bootstrap.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a pod asks for; all that is wrong with it is found in one pass. */
final class WishReading {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    private static final Pattern GATEWAY = Pattern.compile("(?:(" + NAME + ")/)?(" + NAME + ")");

    /** As much of a value as a message shows. */
    private static final int SHOWN = 100;

    private final PodCreation pod;
    private final Gateways gateways;
    private final ProxyOptions options;
    private final List<String> problems = new ArrayList<>();

    private WishReading(PodCreation pod, Gateways gateways, ProxyOptions options) {
        this.pod = pod;
        this.gateways = gateways;
        this.options = options;
    }

    /**
     * What was read.
     *
     * @param wish null = none that can be granted
     * @param problems why
     */
    record Result(@Nullable Wish wish, List<String> problems) {}

    static Result read(PodCreation pod, Gateways gateways, ProxyOptions options) {
        WishReading reading = new WishReading(pod, gateways, options);
        Wish wish = reading.wish();
        return new Result(reading.problems.isEmpty() ? wish : null, List.copyOf(reading.problems));
    }

    private @Nullable Wish wish() {
        Optional<Role> role = role();
        Optional<GatewayName> gateway = gateway();
        Set<Sdk> sdks = sdks();
        String hostname = hostname();
        pods();
        volumes();
        if (role.isEmpty() || gateway.isEmpty()) {
            return null;
        }
        GatewayOffer offer = gateways.find(gateway.get()).orElse(null);
        if (offer == null) {
            problem(
                    annotation(Wish.GATEWAY),
                    gateway.get().toString(),
                    "a Gateway of a class of ours, NAME or NAMESPACE/NAME" + gateways.meant(gateway.get()));
            return null;
        }
        allowed(role.get(), gateway.get(), offer);
        if (offer.httpPorts().isEmpty() && (role.get() == Role.EGRESS || !sdks.isEmpty())) {
            problem(
                    annotation(Wish.GATEWAY),
                    gateway.get() + " listens on no port of plain HTTP",
                    "one: TLS is of no use within a pod");
        }
        Wish wish = new Wish(role.get(), gateway.get(), offer, sdks, hostname);
        ports(wish);
        return wish;
    }

    /** What would keep the proxy from listening: it would never be ready, nor would the pod. */
    private void ports(Wish wish) {
        for (int port : wish.ports()) {
            if (port == options.probesPort()) {
                problem(
                        annotation(Wish.GATEWAY),
                        wish.gateway() + " listens on port " + port,
                        "another port: on that one every proxy has its probes, --inject-probes-port");
            }
        }
        lowPorts(wish);
    }

    private void lowPorts(Wish wish) {
        JsonNode sysctls = pod.spec().path("securityContext").path("sysctls");
        int lowest = wish.ports().stream().mapToInt(port -> port).min().orElse(Integer.MAX_VALUE);
        for (int i = 0; i < sysctls.size(); i++) {
            String value = sysctls.path(i).path("value").asText();
            if (sysctls.path(i).path("name").asText().equals(PodPatch.UNPRIVILEGED_PORTS)
                    && value.matches("[0-9]{1,9}")
                    && Integer.parseInt(value) > lowest) {
                problem(
                        "spec.securityContext.sysctls[" + i + "].value",
                        value,
                        "at most " + lowest + ", a port of Gateway " + wish.gateway()
                                + ": its proxy is not root and must listen there");
            }
        }
    }

    private void volumes() {
        Set<String> taken = options.tls() == null
                ? Set.of(ProxyContainer.ADMIN)
                : Set.of(ProxyContainer.ADMIN, ProxyContainer.CERTIFICATES, ProxyContainer.SDS);
        JsonNode volumes = pod.spec().path("volumes");
        for (int i = 0; i < volumes.size(); i++) {
            String name = volumes.path(i).path("name").asText();
            if (taken.contains(name)) {
                problem("spec.volumes[" + i + "].name", name, "another name: that volume is the proxy's");
            }
        }
    }

    private Optional<Role> role() {
        String label = pod.label(Wish.INJECT);
        for (Role role : List.of(Role.SIDECAR, Role.EGRESS)) {
            if (role.label().equals(label)) {
                return Optional.of(role);
            }
        }
        problem("metadata.labels[" + Wish.INJECT + "]", label, "sidecar, egress or false");
        return Optional.empty();
    }

    private Optional<GatewayName> gateway() {
        String text = pod.annotation(Wish.GATEWAY);
        var parts = GATEWAY.matcher(text);
        if (!parts.matches()) {
            problem(annotation(Wish.GATEWAY), text, "NAME or NAMESPACE/NAME of a Gateway");
            return Optional.empty();
        }
        String namespace = parts.group(1) == null ? pod.namespace() : text.substring(0, text.indexOf('/'));
        return Optional.of(new GatewayName(namespace, text.substring(text.indexOf('/') + 1)));
    }

    /** A sidecar gets all the Gateway has, its private keys too; who may make pods in the Gateway's namespace may read them anyway. */
    private void allowed(Role role, GatewayName gateway, GatewayOffer offer) {
        if (role == Role.EGRESS && !offer.isEgressOf(pod.namespace())) {
            problem(
                    annotation(Wish.GATEWAY),
                    gateway + " is no egress of namespace " + pod.namespace(),
                    "the namespace, or *, in the Gateway's annotation modeenvoy.io/egress-namespaces");
        } else if (role == Role.SIDECAR && !gateway.namespace().equals(pod.namespace())) {
            problem(
                    annotation(Wish.GATEWAY),
                    gateway.toString(),
                    "for a sidecar a Gateway in the pod's own namespace " + pod.namespace()
                            + ", whose private keys it gets");
        }
    }

    private Set<Sdk> sdks() {
        Set<Sdk> sdks = EnumSet.noneOf(Sdk.class);
        for (String word : pod.annotation(Wish.ENV).split(",", -1)) {
            if (!word.isBlank()) {
                Sdk.parse(word.strip())
                        .ifPresentOrElse(
                                sdks::add,
                                () -> problem(annotation(Wish.ENV), word.strip(), "openai, anthropic or both"));
            }
        }
        return sdks;
    }

    private String hostname() {
        String hostname = pod.annotation(Wish.HOSTNAME);
        if (!hostname.isEmpty()
                && (hostname.length() > 253 || !NAME.matcher(hostname).matches())) {
            problem(annotation(Wish.HOSTNAME), hostname, "a hostname, for example models.example.com");
        }
        return hostname;
    }

    private void pods() {
        if (pod.spec().path("hostNetwork").asBoolean()) {
            problem("spec.hostNetwork", "true", "false: the proxy's ports would be those of the node");
        }
        if (pod.spec().path("os").path("name").asText().equals("windows")) {
            problem("spec.os.name", "windows", "linux");
        }
    }

    private static String annotation(String key) {
        return "metadata.annotations[" + key + "]";
    }

    private void problem(String field, String value, String expected) {
        String shown = value.isEmpty() ? "absent" : value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value;
        problems.add(pod + " " + field + ": " + shown + " (expected: " + expected + ")");
    }
}
