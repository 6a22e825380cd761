package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Versions made of content: equal bytes give equal versions on every replica, 96 bits of SHA-256 keep different bytes apart. */
final class ContentHash {
    private static final int VERSION_BYTES = 12;

    private ContentHash() {}

    /** The version of a resource: 16 URL-safe characters. */
    static String version(ByteString body) {
        MessageDigest digest = sha256();
        for (ByteBuffer part : body.asReadOnlyByteBufferList()) {
            digest.update(part);
        }
        return text(digest.digest());
    }

    /** Two lanes for one member of a set; the set's hash is their sum, so that one change costs one addition. */
    static long[] lanes(String name, String version) {
        MessageDigest digest = sha256();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(version.getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        return new long[] {bytes.getLong(), bytes.getLong()};
    }

    /** The version of a set from the sums of its members' lanes. */
    static String setVersion(long first, long second) {
        return text(ByteBuffer.allocate(16).putLong(first).putLong(second).array());
    }

    private static String text(byte[] hash) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, VERSION_BYTES));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing (expected: in every JDK)", e);
        }
    }
}
