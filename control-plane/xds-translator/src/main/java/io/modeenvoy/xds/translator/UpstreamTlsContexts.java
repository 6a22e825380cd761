package io.modeenvoy.xds.translator;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher.SanType;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.modeenvoy.ir.ClusterIr.AltName;
import io.modeenvoy.ir.ClusterIr.Protocol;
import io.modeenvoy.ir.ClusterIr.UpstreamTls;
import java.util.List;

/** TLS towards upstreams: the server must show a certificate for the name we asked for, signed by whom we trust. */
final class UpstreamTlsContexts {
    private final XdsOptions options;

    UpstreamTlsContexts(XdsOptions options) {
        this.options = options;
    }

    TransportSocket of(UpstreamTls tls, Protocol protocol) {
        CommonTlsContext.Builder common = CommonTlsContext.newBuilder();
        if (protocol == Protocol.HTTP2) {
            common.addAlpnProtocols("h2");
        }
        if (tls.trust() == null) {
            common.setValidationContext(
                    named(tls).setTrustedCa(DataSource.newBuilder().setFilename(options.systemRoots())));
        } else {
            common.setCombinedValidationContext(CommonTlsContext.CombinedCertificateValidationContext.newBuilder()
                    .setDefaultValidationContext(named(tls))
                    .setValidationContextSdsSecretConfig(Secrets.reference(tls.trust())));
        }
        if (tls.clientCertificate() != null) {
            common.addTlsCertificateSdsSecretConfigs(Secrets.reference(tls.clientCertificate()));
        }
        return TransportSocket.newBuilder()
                .setName(Listeners.TLS_SOCKET)
                .setTypedConfig(Messages.any(UpstreamTlsContext.newBuilder()
                        .setSni(tls.sni().value())
                        .setCommonTlsContext(common)
                        .build()))
                .build();
    }

    private static CertificateValidationContext.Builder named(UpstreamTls tls) {
        List<AltName> names = tls.names().isEmpty()
                ? List.of(new AltName(AltName.Kind.DNS, tls.sni().value()))
                : tls.names();
        CertificateValidationContext.Builder context = CertificateValidationContext.newBuilder();
        for (AltName name : names) {
            context.addMatchTypedSubjectAltNames(SubjectAltNameMatcher.newBuilder()
                    .setSanType(type(name.kind()))
                    .setMatcher(StringMatcher.newBuilder().setExact(name.value())));
        }
        return context;
    }

    private static SanType type(AltName.Kind kind) {
        return switch (kind) {
            case DNS -> SanType.DNS;
            case URI -> SanType.URI;
        };
    }
}
