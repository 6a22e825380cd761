package io.modeenvoy.xds.server;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Channel;
import io.modeenvoy.testkit.xds.DeltaStream;
import io.modeenvoy.testkit.xds.SotwStream;
import io.modeenvoy.testkit.xds.XdsStream;

/** The two forms of the protocol. */
enum Dialect {
    DELTA {
        @Override
        XdsStream open(Channel channel, Node node) {
            return DeltaStream.open(channel, node);
        }
    },
    SOTW {
        @Override
        XdsStream open(Channel channel, Node node) {
            return SotwStream.open(channel, node);
        }
    };

    abstract XdsStream open(Channel channel, Node node);
}
