package io.modeenvoy.cli;

import io.modeenvoy.access.ApiKey;
import io.modeenvoy.access.ApiKeys;
import io.modeenvoy.app.Pepper;
import io.modeenvoy.crd.APIKey;
import io.modeenvoy.crd.APIKeySpec;
import io.modeenvoy.policy.KeyDigest;
import io.modeenvoy.policy.NamespacedName;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The APIKey objects of a directory or of a cluster; its {@code toString} is what people call the place. */
sealed interface KeyObjects extends AutoCloseable permits KeyFolder, KeyCluster {
    /** The keys, by namespace and name. */
    List<APIKey> keys();

    boolean hasConsumer(NamespacedName consumer);

    /** Whether a new key cannot have that name. */
    boolean isTaken(NamespacedName name);

    /** The secret under which keys of this place are digested. */
    Pepper pepper();

    /** Keeps a new object. */
    void add(NamespacedName name, APIKeySpec spec);

    void revoke(NamespacedName name);

    void expire(NamespacedName name, Instant end);

    @Override
    void close();

    /** The key of that name, if there is one. */
    Optional<APIKey> find(NamespacedName name);

    /** The key of that name. */
    default APIKey get(NamespacedName name) {
        return find(name)
                .orElseThrow(
                        () -> new CannotException(name + ": no such APIKey in " + this + " (see: modeenvoy key list)"));
    }

    /** A name for a new key of the consumer that no key has yet: {@code app-1}, {@code app-2}, … */
    default NamespacedName freeName(NamespacedName consumer) {
        int number = 1;
        while (true) {
            NamespacedName name = new NamespacedName(consumer.namespace(), consumer.name() + "-" + number);
            if (!isTaken(name)) {
                return name;
            }
            number++;
        }
    }

    /** Makes a key, keeps its object and gives the key: the only time it can be seen. */
    default String create(
            NamespacedName name,
            NamespacedName consumer,
            String environment,
            @Nullable Instant expires,
            List<String> allowedCidrs) {
        Pepper pepper = pepper();
        ApiKey key = ApiKeys.generate(environment, new SecureRandom());
        KeyDigest digest = ApiKeys.digest(pepper.version(), pepper.secret().bytes(), key);
        add(
                name,
                new APIKeySpec(
                        new APIKeySpec.ConsumerRef(consumer.name()),
                        key.keyId(),
                        new APIKeySpec.Digest(APIKeySpec.Algorithm.HMAC_SHA_256, digest.pepper(), digest.base64()),
                        null,
                        expires == null ? null : expires.toString(),
                        allowedCidrs,
                        false));
        return key.text();
    }
}
