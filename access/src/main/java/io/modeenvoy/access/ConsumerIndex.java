package io.modeenvoy.access;

import io.modeenvoy.policy.ConsumerPolicy;
import io.modeenvoy.policy.NamespacedName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** Consumers by name and by JWT claims. Immutable. */
record ConsumerIndex(PMap<NamespacedName, ConsumerPolicy> byName, JwtIndex byClaims) {
    static ConsumerIndex empty() {
        return new ConsumerIndex(HashTreePMap.empty(), JwtIndex.empty());
    }

    ConsumerIndex with(ConsumerPolicy consumer) {
        ConsumerIndex rest = without(consumer.name());
        return new ConsumerIndex(rest.byName.plus(consumer.name(), consumer), rest.byClaims.with(consumer));
    }

    ConsumerIndex without(NamespacedName name) {
        ConsumerPolicy consumer = byName.get(name);
        return consumer == null ? this : new ConsumerIndex(byName.minus(name), byClaims.without(consumer));
    }

    @Nullable
    ConsumerPolicy get(NamespacedName name) {
        return byName.get(name);
    }

    List<ConsumerPolicy> owners(Map<String, String> claims) {
        return byClaims.owners(claims);
    }
}
