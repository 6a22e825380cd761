package io.modeenvoy.access;

import io.modeenvoy.policy.SecretValue;
import java.util.List;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The live peppers, ready to hash. Immutable; other secrets are none of its business.
 *
 * @param live the same as a list, to walk through on each call
 */
record Peppers(PMap<String, HmacKey> byName, List<HmacKey> live) {
    private static final String PREFIX = SecretValue.pepperName("");

    static Peppers empty() {
        return of(HashTreePMap.empty());
    }

    Peppers with(SecretValue secret) {
        return secret.resourceName().startsWith(PREFIX)
                ? of(byName.plus(secret.resourceName(), new HmacKey(secret.bytes())))
                : this;
    }

    Peppers without(String name) {
        return byName.containsKey(name) ? of(byName.minus(name)) : this;
    }

    private static Peppers of(PMap<String, HmacKey> byName) {
        return new Peppers(byName, List.copyOf(byName.values()));
    }
}
