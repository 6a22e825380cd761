package io.modeenvoy.access;

import io.modeenvoy.policy.KeyPolicy;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key with its parts parsed once.
 *
 * @param cidrs those that could be parsed; what could not be parsed admits nobody
 */
record KeyEntry(KeyPolicy policy, Digest digest, List<Cidr> cidrs) {
    static final Comparator<KeyEntry> BY_NAME =
            Comparator.comparing(entry -> entry.policy().name());

    /** The entry of {@code policy}, empty if its digest is not 32 bytes in Base64: no key can have it. */
    static Optional<KeyEntry> of(KeyPolicy policy) {
        List<Cidr> cidrs = policy.allowedCidrs().stream()
                .map(Cidr::parse)
                .flatMap(Optional::stream)
                .toList();
        return Optional.ofNullable(Digest.of(bytes(policy.digest().base64())))
                .map(digest -> new KeyEntry(policy, digest, cidrs));
    }

    /** Why the key is no good at {@code now}, in a word for our logs; null if it is good. */
    @Nullable
    String flaw(ApiKey key, Instant now) {
        if (policy.revoked()) {
            return "revoked";
        } else if (policy.notBefore() != null && now.isBefore(policy.notBefore())) {
            return "not_yet_valid";
        } else if (policy.expiresAt() != null && !now.isBefore(policy.expiresAt())) {
            return "expired";
        }
        return policy.keyId().equals(key.keyId()) ? null : "key_id_differs";
    }

    boolean admits(@Nullable String clientAddress) {
        if (policy.allowedCidrs().isEmpty()) {
            return true;
        }
        byte[] address = clientAddress == null ? null : Cidr.address(clientAddress);
        return address != null && cidrs.stream().anyMatch(cidr -> cidr.contains(address));
    }

    /** The bytes, none if the text is not Base64. */
    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
