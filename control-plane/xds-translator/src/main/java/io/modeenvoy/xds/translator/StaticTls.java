package io.modeenvoy.xds.translator;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;

/** Makes TLS settings refer to the secrets of the bootstrap instead of those of the control plane. */
final class StaticTls {
    private StaticTls() {}

    static TransportSocket of(TransportSocket socket) {
        try {
            if (socket.getTypedConfig().is(DownstreamTlsContext.class)) {
                DownstreamTlsContext.Builder context =
                        socket.getTypedConfig().unpack(DownstreamTlsContext.class).toBuilder();
                refer(context.getCommonTlsContextBuilder());
                return socket.toBuilder()
                        .setTypedConfig(Messages.any(context.build()))
                        .build();
            }
            UpstreamTlsContext.Builder context = socket.getTypedConfig().unpack(UpstreamTlsContext.class).toBuilder();
            refer(context.getCommonTlsContextBuilder());
            return socket.toBuilder()
                    .setTypedConfig(Messages.any(context.build()))
                    .build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Without a source a secret is looked up by its name in the bootstrap. */
    private static void refer(CommonTlsContext.Builder context) {
        context.getTlsCertificateSdsSecretConfigsBuilderList().forEach(SdsSecretConfig.Builder::clearSdsConfig);
        if (context.hasCombinedValidationContext()) {
            context.getCombinedValidationContextBuilder()
                    .getValidationContextSdsSecretConfigBuilder()
                    .clearSdsConfig();
        }
    }
}
