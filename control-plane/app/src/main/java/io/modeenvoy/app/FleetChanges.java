package io.modeenvoy.app;

import io.modeenvoy.xds.server.AckListener;
import io.modeenvoy.xds.server.Delivery;
import io.modeenvoy.xds.server.NodeRef;
import io.modeenvoy.xds.server.Rejection;
import java.util.Collection;

/** Says that something has changed on the fleet, whatever it is. */
final class FleetChanges implements AckListener {
    private volatile Runnable listener = () -> {};

    /** Called on the streams' own threads; must not block. */
    void listen(Runnable onChange) {
        listener = onChange;
    }

    @Override
    public void connected(NodeRef node) {
        listener.run();
    }

    @Override
    public void disconnected(NodeRef node) {
        listener.run();
    }

    @Override
    public void subscribed(NodeRef node, String typeUrl) {
        listener.run();
    }

    @Override
    public void acked(NodeRef node, Delivery delivery) {
        listener.run();
    }

    @Override
    public void nacked(NodeRef node, Delivery delivery, Rejection rejection) {
        listener.run();
    }

    @Override
    public void cleared(NodeRef node, String typeUrl, Collection<String> names) {
        listener.run();
    }
}
