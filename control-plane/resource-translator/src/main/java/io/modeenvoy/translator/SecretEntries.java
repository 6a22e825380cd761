package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads entries of Secrets and ConfigMaps. */
final class SecretEntries {
    private static final int SHOWN_NAMES = 8;

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

    /** What else is there, for the one who looks for an entry that is not: {@code ; it has apiKey, token}. Names only. */
    static String others(Secret secret) {
        Set<String> names = new TreeSet<>();
        names.addAll(keys(secret.getData()));
        names.addAll(keys(secret.getStringData()));
        return others(names);
    }

    /** The same of a ConfigMap. */
    static String others(ConfigMap map) {
        return others(keys(map.getData()));
    }

    private static Set<String> keys(@Nullable Map<String, String> entries) {
        return entries == null ? Set.of() : new TreeSet<>(entries.keySet());
    }

    private static String others(Set<String> names) {
        String shown = names.stream().limit(SHOWN_NAMES).collect(Collectors.joining(", "));
        return names.isEmpty() ? "; it has none" : "; it has " + shown + (names.size() > SHOWN_NAMES ? ", …" : "");
    }

    private static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
