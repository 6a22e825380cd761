package io.modeenvoy.xds.server;

import java.time.Instant;

/** A connected client. One node that reconnects is a new stream; {@code stream} tells the two apart. */
public record NodeRef(long stream, String id, String cluster, String group, Instant since) {}
