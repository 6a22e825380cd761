package io.modeenvoy.app;

import io.modeenvoy.crd.Printable;
import io.modeenvoy.xds.server.AckListener;
import io.modeenvoy.xds.server.Delivery;
import io.modeenvoy.xds.server.NodeRef;
import io.modeenvoy.xds.server.RefusedClaim;
import io.modeenvoy.xds.server.Rejection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs who comes, who goes, and what is rejected. */
final class RejectionLog implements AckListener {
    private static final Logger LOG = LoggerFactory.getLogger(RejectionLog.class);

    @Override
    public void connected(NodeRef node) {
        LOG.info("xds.connected node={} group={}", node.id(), node.group());
    }

    @Override
    public void disconnected(NodeRef node) {
        LOG.info("xds.disconnected node={} group={}", node.id(), node.group());
    }

    @Override
    public void refused(RefusedClaim claim) {
        LOG.warn(
                "xds.refused identity=\"{}\" node={} group={} reason=\"{}\"",
                claim.peer(),
                claim.nodeId(),
                claim.group(),
                claim.reason());
    }

    @Override
    public void nacked(NodeRef node, Delivery delivery, Rejection rejection) {
        LOG.warn(
                "xds.rejected node={} typeUrl={} resources={} reason=\"{}\"",
                node.id(),
                delivery.typeUrl(),
                rejection.versions().keySet(),
                Printable.of(rejection.message()));
    }
}
