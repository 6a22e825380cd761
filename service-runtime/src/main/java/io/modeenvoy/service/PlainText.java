package io.modeenvoy.service;

/** Where gRPC may be spoken without TLS. Unix sockets always may: the file's mode guards them. */
public enum PlainText {
    /** On loopback addresses only. */
    LOOPBACK_ONLY,
    /** Anywhere: somebody else secures the network. */
    ANYWHERE
}
