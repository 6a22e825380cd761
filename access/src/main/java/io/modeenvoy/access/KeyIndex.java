package io.modeenvoy.access;

import io.modeenvoy.policy.KeyPolicy;
import java.util.List;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** Keys by object name and by digest. Immutable. A key whose digest cannot be read is in neither. */
record KeyIndex(PMap<String, KeyEntry> byName, DigestTable byDigest) {
    static KeyIndex empty() {
        return new KeyIndex(HashTreePMap.empty(), DigestTable.empty());
    }

    KeyIndex with(KeyPolicy policy) {
        KeyIndex rest = without(policy.resourceName());
        return KeyEntry.of(policy)
                .map(entry -> new KeyIndex(rest.byName.plus(policy.resourceName(), entry), rest.byDigest.with(entry)))
                .orElse(rest);
    }

    KeyIndex without(String name) {
        KeyEntry entry = byName.get(name);
        return entry == null ? this : new KeyIndex(byName.minus(name), byDigest.without(entry));
    }

    /** All keys with {@code digest}; several objects may hold one digest for a moment (a rename) or by mistake. */
    List<KeyEntry> withDigest(Digest digest) {
        return byDigest.get(digest);
    }
}
