package io.modeenvoy.xds.server;

import java.util.Collection;

/** Two listeners as one. */
record BothListeners(AckListener first, AckListener second) implements AckListener {
    @Override
    public void connected(NodeRef node) {
        first.connected(node);
        second.connected(node);
    }

    @Override
    public void disconnected(NodeRef node) {
        first.disconnected(node);
        second.disconnected(node);
    }

    @Override
    public void refused(RefusedClaim claim) {
        first.refused(claim);
        second.refused(claim);
    }

    @Override
    public void subscribed(NodeRef node, String typeUrl) {
        first.subscribed(node, typeUrl);
        second.subscribed(node, typeUrl);
    }

    @Override
    public void sent(NodeRef node, Delivery delivery) {
        first.sent(node, delivery);
        second.sent(node, delivery);
    }

    @Override
    public void acked(NodeRef node, Delivery delivery) {
        first.acked(node, delivery);
        second.acked(node, delivery);
    }

    @Override
    public void nacked(NodeRef node, Delivery delivery, Rejection rejection) {
        first.nacked(node, delivery, rejection);
        second.nacked(node, delivery, rejection);
    }

    @Override
    public void cleared(NodeRef node, String typeUrl, Collection<String> names) {
        first.cleared(node, typeUrl, names);
        second.cleared(node, typeUrl, names);
    }

    @Override
    public void forced(NodeRef node, String typeUrl) {
        first.forced(node, typeUrl);
        second.forced(node, typeUrl);
    }

    @Override
    public void unmatched(NodeRef node) {
        first.unmatched(node);
        second.unmatched(node);
    }
}
