package io.modeenvoy.policy;

/** Who may call a route. */
public enum AccessMode {
    /** Any consumer of the route's own tenant. */
    TENANT,
    /** Anyone with a valid credential. */
    AUTHENTICATED,
    /** Everyone; no credential is asked for. */
    ANYONE
}
