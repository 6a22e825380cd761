package io.modeenvoy.xds.server;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets only those call that may look at what all nodes hold. To be put before {@link ClientStatusService} and its like. */
public final class IntrospectionGuard implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(IntrospectionGuard.class);

    private final Identities identities;
    private final XdsMetrics metrics;

    public IntrospectionGuard(Identities identities, XdsMetrics metrics) {
        this.identities = identities;
        this.metrics = metrics;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Peer peer = Peer.of(call.getAttributes());
        String objection = identities.introspectionObjection(peer);
        if (objection == null) {
            return next.startCall(call, headers);
        }
        metrics.refused("identity");
        LOG.warn(
                "introspection.refused identity={} method={} reason={}",
                peer,
                call.getMethodDescriptor().getFullMethodName(),
                objection);
        call.close(Status.PERMISSION_DENIED.withDescription(objection), new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
