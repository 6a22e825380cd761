package io.modeenvoy.k8s;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.modeenvoy.k8s.certificates.SecretStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Secrets of a namespace; changed only in the form in which they were read. */
final class ClusterSecrets implements SecretStore {
    private final KubernetesClient client;
    private final String namespace;
    private final Map<String, Secret> known = new HashMap<>();

    ClusterSecrets(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    @Override
    public @Nullable Map<String, String> read(String name) throws IOException {
        try {
            Secret secret =
                    client.secrets().inNamespace(namespace).withName(name).get();
            if (secret == null) {
                return null;
            }
            known.put(name, secret);
            Map<String, String> entries = new TreeMap<>();
            if (secret.getData() != null) {
                secret.getData()
                        .forEach((key, value) -> entries.put(
                                key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
            }
            return entries;
        } catch (KubernetesClientException e) {
            throw failed(name, e);
        }
    }

    @Override
    public void write(String name, Map<String, String> entries) throws IOException {
        Secret old = known.get(name);
        Map<String, String> data = new TreeMap<>();
        entries.forEach((key, value) ->
                data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        SecretBuilder secret = old == null
                ? new SecretBuilder()
                        .withType("kubernetes.io/tls")
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .addToLabels("app.kubernetes.io/part-of", "modeenvoy")
                        .endMetadata()
                : new SecretBuilder(old);
        try {
            var resource = client.resource(secret.withData(data).build());
            known.put(name, old == null ? resource.create() : resource.update());
        } catch (KubernetesClientException e) {
            throw failed(name, e);
        }
    }

    private IOException failed(String name, KubernetesClientException e) {
        return new IOException("Secret " + namespace + "/" + name + ": " + e.getMessage(), e);
    }
}
