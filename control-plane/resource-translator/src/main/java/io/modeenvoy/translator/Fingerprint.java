package io.modeenvoy.translator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short name for a value that has none: the same for equal values, wherever they stand. */
final class Fingerprint {
    private static final int BYTES = 5;

    private Fingerprint() {}

    /** Ten hexadecimal digits. */
    static String of(Object value) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(value.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
