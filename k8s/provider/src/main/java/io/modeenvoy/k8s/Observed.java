package io.modeenvoy.k8s;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the API server last said of an object beyond what the gateway translates.
 *
 * @param status as it stands there; missing node = none
 */
record Observed(String uid, String resourceVersion, JsonNode status) {
    /** Whether this is not older than {@code other}; versions of one object grow. */
    boolean isAtLeast(Observed other) {
        return !uid.equals(other.uid) || order(resourceVersion) >= order(other.resourceVersion);
    }

    private static long order(String version) {
        return version.matches("[0-9]{1,18}") ? Long.parseLong(version) : 0;
    }
}
