package io.modeenvoy.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/**
 * HMAC-SHA-256 with a fixed key: both padded key blocks are hashed once and the states cloned for each message, which saves two of four
 * compressions and needs neither lock nor thread-local. The two prototypes are never fed after construction, so threads may share them.
 */
final class HmacKey {
    private static final int BLOCK = 64;

    private final MessageDigest inner;
    private final MessageDigest outer;

    HmacKey(byte[] key) {
        byte[] block = new byte[BLOCK];
        byte[] shortKey = key.length > BLOCK ? sha256().digest(key) : key;
        System.arraycopy(shortKey, 0, block, 0, shortKey.length);
        this.inner = padded(block, 0x36);
        this.outer = padded(block, 0x5c);
    }

    /** The digest by which {@code key} is found. */
    Digest digest(ApiKey key) {
        return Objects.requireNonNull(Digest.of(mac(key.text())));
    }

    /** The 32 bytes for an ASCII text. */
    byte[] mac(String text) {
        byte[] innerHash = copy(inner).digest(text.getBytes(StandardCharsets.ISO_8859_1));
        return copy(outer).digest(innerHash);
    }

    private static MessageDigest padded(byte[] block, int pad) {
        MessageDigest digest = sha256();
        for (byte b : block) {
            digest.update((byte) (b ^ pad));
        }
        return digest;
    }

    private static MessageDigest copy(MessageDigest prototype) {
        try {
            return (MessageDigest) prototype.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of this Java cannot be cloned", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
