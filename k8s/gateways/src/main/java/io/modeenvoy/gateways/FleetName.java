package io.modeenvoy.gateways;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What the objects of a Gateway are called: alike for no two Gateways of a namespace, and a name that a Service may have. */
final class FleetName {
    private static final String PREFIX = "gateway-";
    /** No name of a Gateway begins with a hyphen, so that a shortened name is nobody's whole one. */
    private static final String SHORTENED = PREFIX + "-";

    private static final int LONGEST = 63;
    private static final int HASH = 16;

    private FleetName() {}

    static String of(String gateway) {
        String whole = PREFIX + gateway;
        if (whole.length() <= LONGEST && gateway.indexOf('.') < 0) {
            return whole;
        }
        String start = gateway.replace('.', '-')
                .substring(0, Math.min(gateway.length(), LONGEST - SHORTENED.length() - 1 - HASH));
        return SHORTENED + start + "-" + hash(gateway);
    }

    /** The first 64 bits of a text's SHA-256, in hexadecimal. */
    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
