package io.modeenvoy.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Decides what becomes of a new pod. Pure. */
public final class Injection {
    private static final String NO = "false";

    /** Without these there is no cluster that could be mended. */
    private static final Set<String> NEVER = Set.of("kube-system", "kube-public", "kube-node-lease");

    private final ProxyOptions options;

    public Injection(ProxyOptions options) {
        this.options = options;
    }

    Verdict decide(PodCreation pod, Gateways gateways) {
        String label = pod.label(Wish.INJECT);
        boolean asks = pod.pod().path("metadata").path("labels").has(Wish.INJECT) && !label.equals(NO);
        if (!asks || NEVER.contains(pod.namespace()) || pod.hasContainer(ProxyContainer.NAME)) {
            return new Verdict.Unchanged();
        }
        WishReading.Result read = WishReading.read(pod, gateways, options);
        return read.wish() == null
                ? new Verdict.Denied(String.join("; ", read.problems()))
                : new Verdict.Injected(PodPatch.of(pod, read.wish(), options), warnings(pod, read.wish()));
    }

    /** Two cannot listen on one port of a pod. */
    private List<String> warnings(PodCreation pod, Wish wish) {
        List<String> warnings = new ArrayList<>();
        for (JsonNode container : pod.spec().path("containers")) {
            for (JsonNode port : container.path("ports")) {
                int number = port.path("containerPort").asInt();
                if (number == options.probesPort() || wish.ports().contains(number)) {
                    warnings.add(pod + " container " + container.path("name").asText() + ": port " + number
                            + " is one of its proxy's (expected: another; both will try to listen)");
                }
            }
        }
        return warnings;
    }
}
