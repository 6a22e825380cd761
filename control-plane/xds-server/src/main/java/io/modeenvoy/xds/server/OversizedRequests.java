package io.modeenvoy.xds.server;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;

/** Counts streams that the transport cuts off because of a request beyond what it lets through: nobody else sees anything of it. */
final class OversizedRequests extends ServerStreamTracer.Factory {
    /** gRPC's words; its status code is that of our own limits too. */
    private static final String WORDS = "gRPC message exceeds maximum size";

    private final XdsMetrics metrics;

    OversizedRequests(XdsMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        return new ServerStreamTracer() {
            @Override
            public void streamClosed(Status status) {
                String description = status.getDescription();
                if (description != null && description.startsWith(WORDS)) {
                    metrics.refused("message_size");
                }
            }
        };
    }
}
