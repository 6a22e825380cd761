package io.modeenvoy.access;

import io.modeenvoy.policy.KeyPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Keys by object name and by digest. Immutable.
 *
 * @param byDigest usually one; several objects may hold one digest for a moment (a rename) or by mistake; sorted by name
 */
record KeyIndex(PMap<String, KeyEntry> byName, PMap<Digest, List<KeyEntry>> byDigest) {
    private static final Comparator<KeyEntry> BY_NAME =
            Comparator.comparing(entry -> entry.policy().name());

    static KeyIndex empty() {
        return new KeyIndex(HashTreePMap.empty(), HashTreePMap.empty());
    }

    KeyIndex with(KeyPolicy policy) {
        KeyIndex rest = without(policy.resourceName());
        KeyEntry entry = KeyEntry.of(policy);
        List<KeyEntry> same = new ArrayList<>(rest.withDigest(entry.digest()));
        same.add(entry);
        same.sort(BY_NAME);
        return new KeyIndex(
                rest.byName.plus(policy.resourceName(), entry), rest.byDigest.plus(entry.digest(), List.copyOf(same)));
    }

    KeyIndex without(String name) {
        KeyEntry entry = byName.get(name);
        if (entry == null) {
            return this;
        }
        List<KeyEntry> others = withDigest(entry.digest()).stream()
                .filter(other -> !other.policy().resourceName().equals(name))
                .toList();
        return new KeyIndex(
                byName.minus(name),
                others.isEmpty() ? byDigest.minus(entry.digest()) : byDigest.plus(entry.digest(), others));
    }

    /** All keys with {@code digest}. */
    List<KeyEntry> withDigest(Digest digest) {
        @Nullable List<KeyEntry> found = byDigest.get(digest);
        return found == null ? List.of() : found;
    }
}
