package io.modeenvoy.xds.server;

/** The two forms of the protocol. */
enum Dialect {
    DELTA,
    SOTW
}
