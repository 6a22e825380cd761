package io.modeenvoy.crd;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The YAML a cluster gets before any object: our CRDs, and the standard channel of the Gateway API. */
public final class Manifests {
    private static final List<String> GATEWAY_API = List.of(
            "gatewayclasses",
            "gateways",
            "listenersets",
            "httproutes",
            "grpcroutes",
            "tlsroutes",
            "tcproutes",
            "udproutes",
            "backendtlspolicies",
            "referencegrants",
            "vap_safeupgrades");

    private Manifests() {}

    /** Our CRDs, one a text. */
    public static List<String> ours() {
        return Kinds.ours().stream().map(kind -> read("crds", kind.plural())).toList();
    }

    /** The Gateway API's CRDs, one a text, and last the policy that keeps other channels and older versions from being installed over them. */
    public static List<String> gatewayApi() {
        return GATEWAY_API.stream().map(name -> read("gateway-api", name)).toList();
    }

    private static String read(String folder, String name) {
        String path = "/" + folder + "/" + name + ".yaml";
        try (InputStream in = Manifests.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + ": not on the class path (expected: a manifest)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
