package io.modeenvoy.k8s;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.modeenvoy.k8s.certificates.SecretStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Secrets of a namespace; all but their entries stays as it was read. */
final class ClusterSecrets implements SecretStore {
    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final String namespace;
    private final Map<String, Secret> known = new ConcurrentHashMap<>();

    ClusterSecrets(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    @Override
    public @Nullable Kept read(String name) throws IOException {
        try {
            Secret secret =
                    client.secrets().inNamespace(namespace).withName(name).get();
            if (secret == null) {
                return null;
            }
            known.put(name, secret);
            return new Kept(entries(secret), secret.getMetadata().getResourceVersion());
        } catch (KubernetesClientException e) {
            throw failed(name, e);
        }
    }

    /** The decoded entries of a Secret. */
    static Map<String, String> entries(Secret secret) {
        Map<String, String> entries = new TreeMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach((key, value) ->
                            entries.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        }
        return entries;
    }

    @Override
    public boolean replace(String name, @Nullable Kept before, Map<String, String> entries) throws IOException {
        Map<String, String> data = new TreeMap<>();
        entries.forEach((key, value) ->
                data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        try {
            if (before == null) {
                client.resource(fresh(name).withData(data).build()).create();
            } else {
                Secret next = new SecretBuilder(Objects.requireNonNull(known.get(name)))
                        .withData(data)
                        .build();
                next.getMetadata().setResourceVersion(before.version());
                client.resource(next).update();
            }
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                return false;
            }
            throw failed(name, e);
        }
    }

    private SecretBuilder fresh(String name) {
        return new SecretBuilder()
                .withType("kubernetes.io/tls")
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels("app.kubernetes.io/part-of", "modeenvoy")
                .endMetadata();
    }

    private IOException failed(String name, KubernetesClientException e) {
        return new IOException("Secret " + namespace + "/" + name + ": " + e.getMessage(), e);
    }
}
