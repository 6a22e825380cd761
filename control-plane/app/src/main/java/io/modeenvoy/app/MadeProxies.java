package io.modeenvoy.app;

import io.modeenvoy.crd.ObjectName;
import java.util.Map;
import java.util.Set;

/**
 * The Envoys that a control plane makes for Gateways.
 *
 * @param on whether it makes any
 * @param gateways those it makes them for
 * @param problems what keeps a Gateway's Envoys from being there or being up to date, in words
 */
public record MadeProxies(boolean on, Set<ObjectName> gateways, Map<ObjectName, String> problems) {
    /** Somebody else starts them all. */
    public static final MadeProxies NONE = new MadeProxies(false, Set.of(), Map.of());

    public MadeProxies {
        gateways = Set.copyOf(gateways);
        problems = Map.copyOf(problems);
    }
}
