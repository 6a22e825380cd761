package io.modeenvoy.access;

import io.modeenvoy.policy.SecretValue;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** The live peppers, ready to hash, by secret name. Immutable; other secrets are none of its business. */
record Peppers(PMap<String, HmacKey> byName) {
    private static final String PREFIX = SecretValue.pepperName("");

    static Peppers empty() {
        return new Peppers(HashTreePMap.empty());
    }

    Peppers with(SecretValue secret) {
        return secret.resourceName().startsWith(PREFIX)
                ? new Peppers(byName.plus(secret.resourceName(), new HmacKey(secret.bytes())))
                : this;
    }

    Peppers without(String name) {
        return new Peppers(byName.minus(name));
    }
}
