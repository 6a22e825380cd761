package io.modeenvoy.bootstrap;

import java.util.Locale;

/** What an Envoy is for; part of its node metadata. */
public enum Role {
    /** Takes calls from outside. */
    EDGE,
    /** Stands beside one workload. */
    SIDECAR,
    /** Takes a workload's calls to the outside. */
    EGRESS;

    /** The word of the command line and the node metadata. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of this {@link #label}. */
    public static Role parse(String label) {
        for (Role role : values()) {
            if (role.label().equals(label)) {
                return role;
            }
        }
        throw new IllegalArgumentException("role: " + label + " (expected: edge, sidecar or egress)");
    }
}
