package io.modeenvoy.xds.server;

import java.util.Map;

/**
 * A client's no.
 *
 * @param versions the rejected version by resource name: these stay parked until the resource changes
 * @param exact false while only one of several is known to be bad; smaller responses then find out which
 * @param message the client's own words
 */
public record Rejection(Map<String, String> versions, boolean exact, String message) {
    public Rejection {
        versions = Map.copyOf(versions);
    }
}
