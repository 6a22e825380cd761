package io.modeenvoy.xds.server;

/**
 * A client that was sent away because it is not the node it claims to be.
 *
 * @param peer who the transport says it is
 * @param reason in words for its operator
 */
public record RefusedClaim(String peer, String nodeId, String group, String reason) {
    private static final int LONGEST = 512; // a client's words, in logs and headers

    public RefusedClaim {
        peer = shortened(peer, LONGEST);
        nodeId = shortened(nodeId, LONGEST);
        group = shortened(group, LONGEST);
        reason = shortened(reason, 4 * LONGEST);
    }

    private static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "…";
    }
}
