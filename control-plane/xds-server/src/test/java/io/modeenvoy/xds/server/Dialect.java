package io.modeenvoy.xds.server;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Channel;
import io.modeenvoy.testkit.xds.XdsStream;

/** The two forms of the protocol. */
enum Dialect {
    DELTA,
    SOTW;

    /** A stream of the aggregated service. */
    XdsStream open(Channel channel, Node node) {
        return new Access(this, Service.AGGREGATED, Kind.CDS).open(channel, node);
    }
}
