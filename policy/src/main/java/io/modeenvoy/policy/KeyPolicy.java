package io.modeenvoy.policy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One API key of a consumer: the digest, never the key.
 *
 * @param keyId public part of the key, safe in logs
 * @param notBefore first instant at which the key is good; null = always was
 * @param expiresAt first instant at which it is no longer good; null = never
 * @param allowedCidrs client addresses the key may be used from, in CIDR notation; empty = anywhere
 */
public record KeyPolicy(
        NamespacedName name,
        NamespacedName consumer,
        String keyId,
        KeyDigest digest,
        @Nullable Instant notBefore,
        @Nullable Instant expiresAt,
        List<String> allowedCidrs,
        boolean revoked)
        implements PolicyResource {
    public KeyPolicy {
        allowedCidrs = List.copyOf(allowedCidrs);
    }

    @Override
    public String resourceName() {
        return name.toString();
    }
}
