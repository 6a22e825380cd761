package io.modeenvoy.xds.server;

/**
 * A client that was sent away because it is not the node it claims to be.
 *
 * @param peer who the transport says it is
 * @param reason in words for its operator
 */
public record RefusedClaim(String peer, String nodeId, String group, String reason) {}
