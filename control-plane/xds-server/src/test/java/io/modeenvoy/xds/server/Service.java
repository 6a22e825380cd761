package io.modeenvoy.xds.server;

/** Where a client asks for a type. */
enum Service {
    /** One stream for all types. */
    AGGREGATED,
    /** The service of the type itself. */
    OWN
}
