package io.modeenvoy.xds.server;

import java.util.Collection;

/** Hears what clients do with what they get. Called on a stream's own thread, in order per stream; must not block. */
public interface AckListener {
    /** A client's first request told who it is. */
    default void connected(NodeRef node) {}

    /** The stream has ended; nothing of it is heard any more. */
    default void disconnected(NodeRef node) {}

    /** A client was sent away: its identity may not claim to be that node. It was never connected. */
    default void refused(RefusedClaim claim) {}

    /** A client has asked for resources of a type. */
    default void subscribed(NodeRef node, String typeUrl) {}

    /** A response has left. */
    default void sent(NodeRef node, Delivery delivery) {}

    /** A response was applied. */
    default void acked(NodeRef node, Delivery delivery) {}

    /** A response was rejected, as a whole or in part. */
    default void nacked(NodeRef node, Delivery delivery, Rejection rejection) {}

    /** Rejected resources have changed or gone: the rejection is history. */
    default void cleared(NodeRef node, String typeUrl, Collection<String> names) {}

    /** A change went out although what it depends on was not acknowledged in time. */
    default void forced(NodeRef node, String typeUrl) {}

    /** The client claims a group that does not exist, and gets nothing. */
    default void unmatched(NodeRef node) {}

    /** Hears nothing. */
    static AckListener none() {
        return new AckListener() {};
    }

    /** Both hear everything, the first one first. */
    static AckListener both(AckListener first, AckListener second) {
        return new BothListeners(first, second);
    }
}
