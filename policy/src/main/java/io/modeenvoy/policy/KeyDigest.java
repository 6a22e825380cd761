package io.modeenvoy.policy;

/**
 * HMAC-SHA-256 of a whole key under a pepper.
 *
 * @param pepper version of the pepper, for example {@code 1}
 * @param base64 the 32 bytes, standard Base64 with padding
 */
public record KeyDigest(String pepper, String base64) {
    public KeyDigest {
        Checks.check(!pepper.isEmpty(), "pepper: empty (expected: the pepper's version)");
        Checks.check(base64.length() == 44, "digest: not 32 bytes in Base64");
    }
}
