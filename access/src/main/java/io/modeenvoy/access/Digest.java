package io.modeenvoy.access;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/** The 32 bytes of a key's HMAC as a map key; compared in constant time. */
final class Digest {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;

    /** Takes ownership of {@code bytes}. */
    Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && MessageDigest.isEqual(bytes, digest.bytes);
    }

    /** The bytes are uniform already: four of them are a good hash. */
    @Override
    public int hashCode() {
        return bytes.length < Integer.BYTES ? 0 : (int) INT.get(bytes, 0);
    }

    @Override
    public String toString() {
        return "Digest[hidden]";
    }
}
