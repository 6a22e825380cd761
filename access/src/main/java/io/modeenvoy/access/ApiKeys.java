package io.modeenvoy.access;

import io.modeenvoy.policy.KeyDigest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * The key format {@code me_<env>_<keyid>_<secret><crc>}: a prefix to grep for, a public key id, 43 random base62 digits (256 bits) and 6 base62
 * digits of the CRC-32 of all before them, which tells a typo from an unknown key without a look-up.
 */
public final class ApiKeys {
    /** What every key starts with. */
    public static final String PREFIX = "me_";

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int KEY_ID_LENGTH = 10;
    private static final int SECRET_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int MAX_LENGTH = 160;

    private ApiKeys() {}

    /**
     * A new key.
     *
     * @param environment 1 to 16 lower-case letters and digits
     * @param random a cryptographically strong generator
     */
    public static ApiKey generate(String environment, RandomGenerator random) {
        if (!environment.matches("[a-z0-9]{1,16}")) {
            throw new IllegalArgumentException(
                    "environment: " + environment + " (expected: 1 to 16 lower-case letters and digits)");
        }
        String keyId = digits(KEY_ID_LENGTH, random);
        String body = PREFIX + environment + "_" + keyId + "_" + digits(SECRET_LENGTH, random);
        return new ApiKey(body + checksum(body), environment, keyId);
    }

    /** The key in {@code text}, or empty if it is not of our format or its checksum is wrong. */
    public static Optional<ApiKey> parse(String text) {
        int environmentEnd = text.startsWith(PREFIX) ? text.indexOf('_', PREFIX.length()) : -1;
        int keyIdEnd = environmentEnd < 0 ? -1 : text.indexOf('_', environmentEnd + 1);
        boolean wellFormed = environmentEnd > PREFIX.length()
                && keyIdEnd > environmentEnd + 1
                && text.length() == keyIdEnd + 1 + SECRET_LENGTH + CHECKSUM_LENGTH
                && text.length() <= MAX_LENGTH
                && isAscii(text)
                && checksumHolds(text);
        return wellFormed
                ? Optional.of(new ApiKey(
                        text,
                        text.substring(PREFIX.length(), environmentEnd),
                        text.substring(environmentEnd + 1, keyIdEnd)))
                : Optional.empty();
    }

    /** The digest to store for {@code key} under the pepper of version {@code version}. */
    public static KeyDigest digest(String version, byte[] pepper, ApiKey key) {
        byte[] mac = new HmacKey(pepper).mac(key.text());
        return new KeyDigest(version, Base64.getEncoder().encodeToString(mac));
    }

    /** Six base62 digits of the CRC-32 of {@code body}, all of a key before its checksum. */
    public static String checksum(String body) {
        char[] digits = new char[CHECKSUM_LENGTH];
        long rest = crc(body, body.length());
        for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
            digits[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(digits);
    }

    private static boolean checksumHolds(String text) {
        int bodyLength = text.length() - CHECKSUM_LENGTH;
        long rest = crc(text, bodyLength);
        for (int i = text.length() - 1; i >= bodyLength; i--) {
            if (text.charAt(i) != ALPHABET.charAt((int) (rest % ALPHABET.length()))) {
                return false;
            }
            rest /= ALPHABET.length();
        }
        return true;
    }

    private static long crc(String text, int length) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1), 0, length);
        return crc.getValue();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 127) {
                return false;
            }
        }
        return true;
    }

    private static String digits(int count, RandomGenerator random) {
        StringBuilder digits = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            digits.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return digits.toString();
    }
}
