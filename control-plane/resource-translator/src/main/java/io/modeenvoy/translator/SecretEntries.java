package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Reads entries of Secrets and ConfigMaps. */
final class SecretEntries {
    private SecretEntries() {}

    /** An entry's bytes; {@code stringData} wins over {@code data}, as in Kubernetes. Empty if absent or not Base64. */
    static Optional<byte[]> bytes(Secret secret, String key) {
        if (secret.getStringData() != null && secret.getStringData().get(key) != null) {
            return Optional.of(secret.getStringData().get(key).getBytes(StandardCharsets.UTF_8));
        }
        return Optional.ofNullable(secret.getData()).map(data -> data.get(key)).flatMap(SecretEntries::decode);
    }

    /** An entry as text. */
    static Optional<String> text(Secret secret, String key) {
        return bytes(secret, key).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** An entry of a ConfigMap as text. */
    static Optional<String> text(ConfigMap map, String key) {
        return Optional.ofNullable(map.getData()).map(data -> data.get(key));
    }

    private static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
