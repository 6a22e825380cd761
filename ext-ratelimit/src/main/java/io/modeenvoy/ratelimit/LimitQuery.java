package io.modeenvoy.ratelimit;

import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.modeenvoy.policy.Caller;
import io.modeenvoy.policy.Names;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One descriptor, understood. What cannot be is an {@link IllegalArgumentException}.
 *
 * @param caller null for a call of nobody
 * @param hits how many requests it counts as; 0 asks without counting
 */
record LimitQuery(@Nullable Caller caller, RouteRef route, long hits) {
    private static final Set<String> KEYS =
            Set.of(Names.ROUTE_DESCRIPTOR, Names.TENANT_DESCRIPTOR, Names.CONSUMER_DESCRIPTOR, Names.KEY_DESCRIPTOR);
    /** Envoy's {@code is_negative_hits}, newer than our messages. */
    private static final int NEGATIVE_HITS_FIELD = 4;

    static LimitQuery parse(RateLimitDescriptor descriptor, long requestHits) {
        Map<String, String> entries = entries(descriptor);
        String route = entries.get(Names.ROUTE_DESCRIPTOR);
        if (route == null) {
            throw new IllegalArgumentException("descriptor: no entry route (expected: one on every descriptor)");
        }
        return new LimitQuery(caller(entries), RouteRef.parse(route), hits(descriptor, requestHits));
    }

    private static Map<String, String> entries(RateLimitDescriptor descriptor) {
        Map<String, String> entries = new HashMap<>();
        for (RateLimitDescriptor.Entry entry : descriptor.getEntriesList()) {
            if (!KEYS.contains(entry.getKey())) {
                throw new IllegalArgumentException(
                        "entry " + entry.getKey() + ": unknown (expected: route, tenant, consumer, key)");
            } else if (entry.getValue().isEmpty()) {
                throw new IllegalArgumentException("entry " + entry.getKey() + ": empty (expected: a name)");
            } else if (entries.put(entry.getKey(), entry.getValue()) != null) {
                throw new IllegalArgumentException("entry " + entry.getKey() + ": twice (expected: once)");
            }
        }
        return entries;
    }

    private static @Nullable Caller caller(Map<String, String> entries) {
        String tenant = entries.get(Names.TENANT_DESCRIPTOR);
        NamespacedName consumer = name(entries, Names.CONSUMER_DESCRIPTOR);
        NamespacedName key = name(entries, Names.KEY_DESCRIPTOR);
        if (tenant != null) {
            return new Caller(tenant, consumer, key, null);
        } else if (consumer != null || key != null) {
            throw new IllegalArgumentException("entry tenant: none (expected: one wherever consumer or key is)");
        }
        return null;
    }

    private static @Nullable NamespacedName name(Map<String, String> entries, String key) {
        String value = entries.get(key);
        return value == null ? null : NamespacedName.parse(value);
    }

    private static long hits(RateLimitDescriptor descriptor, long requestHits) {
        if (descriptor.getUnknownFields().hasField(NEGATIVE_HITS_FIELD)) {
            throw new IllegalArgumentException("is_negative_hits: set (expected: not; a request is not given back)");
        }
        long hits = descriptor.hasHitsAddend() ? descriptor.getHitsAddend().getValue() : requestHits;
        if (hits < 0) {
            throw new IllegalArgumentException(
                    "hits_addend: " + Long.toUnsignedString(hits) + " (expected: at most " + Long.MAX_VALUE + ")");
        }
        return hits;
    }
}
