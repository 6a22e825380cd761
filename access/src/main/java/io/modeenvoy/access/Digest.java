package io.modeenvoy.access;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The 32 bytes of a key's HMAC. Four words instead of an array: one memory access fewer in a look-up, and a comparison that always takes the same
 * time.
 */
record Digest(long first, long second, long third, long fourth) {
    static final int BYTES = 32;

    /** The digest in {@code bytes}, null if they are not 32. */
    static @Nullable Digest of(byte[] bytes) {
        if (bytes.length != BYTES) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Digest(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    /** Where the digest stands in a {@link DigestTable}: 16 bits, uniform already. */
    int slot() {
        return (int) (first >>> 48);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest(var one, var two, var three, var four)
                && ((first ^ one) | (second ^ two) | (third ^ three) | (fourth ^ four)) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }

    @Override
    public String toString() {
        return "Digest[hidden]";
    }
}
