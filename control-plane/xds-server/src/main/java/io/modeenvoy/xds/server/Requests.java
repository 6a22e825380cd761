package io.modeenvoy.xds.server;

import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Envoy's messages as ours. */
final class Requests {
    private static final ExtensionRegistryLite NO_EXTENSIONS = ExtensionRegistryLite.getEmptyRegistry();

    private Requests() {}

    /** A request and the node it names, if it does. */
    record Received(XdsRequest request, @Nullable Node node) implements Inbound {}

    static Received delta(byte[] bytes) throws InvalidProtocolBufferException {
        DeltaDiscoveryRequest message = DeltaDiscoveryRequest.parseFrom(bytes, NO_EXTENSIONS);
        XdsRequest request = new XdsRequest.Delta(
                message.getTypeUrl(),
                message.getResponseNonce(),
                message.hasErrorDetail() ? message.getErrorDetail().getMessage() : null,
                List.copyOf(message.getResourceNamesSubscribeList()),
                List.copyOf(message.getResourceNamesUnsubscribeList()),
                message.getInitialResourceVersionsMap());
        return new Received(request, message.hasNode() ? message.getNode() : null);
    }

    static Received sotw(byte[] bytes) throws InvalidProtocolBufferException {
        DiscoveryRequest message = DiscoveryRequest.parseFrom(bytes, NO_EXTENSIONS);
        XdsRequest request = new XdsRequest.Sotw(
                message.getTypeUrl(),
                message.getResponseNonce(),
                message.hasErrorDetail() ? message.getErrorDetail().getMessage() : null,
                List.copyOf(message.getResourceNamesList()),
                message.getVersionInfo());
        return new Received(request, message.hasNode() ? message.getNode() : null);
    }
}
