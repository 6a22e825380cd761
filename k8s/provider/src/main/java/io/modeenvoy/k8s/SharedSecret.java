package io.modeenvoy.k8s;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A Secret of our own that all replicas read and any of them may replace; of two that do so at once one wins. */
public final class SharedSecret {
    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final String namespace;
    private final String name;

    SharedSecret(KubernetesClient client, String namespace, String name) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
    }

    /**
     * What it holds.
     *
     * @param version by which a replacement knows that nobody was quicker
     */
    public record Kept(Map<String, String> entries, String version) {
        public Kept {
            entries = Map.copyOf(entries);
        }

        @Override
        public String toString() {
            return "Kept[" + entries.keySet() + ", " + version + "]";
        }
    }

    /** What it holds now; null = there is none yet. */
    public @Nullable Kept read() throws IOException {
        try {
            Secret secret =
                    client.secrets().inNamespace(namespace).withName(name).get();
            return secret == null
                    ? null
                    : new Kept(entries(secret), secret.getMetadata().getResourceVersion());
        } catch (KubernetesClientException e) {
            throw failed(e);
        }
    }

    /** Puts {@code entries} in the place of {@code before}; false = somebody else was quicker. */
    public boolean replace(@Nullable Kept before, Map<String, String> entries) throws IOException {
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withResourceVersion(before == null ? null : before.version())
                .addToLabels("app.kubernetes.io/part-of", "modeenvoy")
                .endMetadata()
                .withStringData(entries)
                .build();
        try {
            if (before == null) {
                client.resource(secret).create();
            } else {
                client.resource(secret).update();
            }
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                return false;
            }
            throw failed(e);
        }
    }

    private IOException failed(KubernetesClientException e) {
        return new IOException("Secret " + namespace + "/" + name + ": " + e.getMessage(), e);
    }

    private static Map<String, String> entries(Secret secret) {
        Map<String, String> entries = new TreeMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach((key, value) ->
                            entries.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        }
        return entries;
    }
}
