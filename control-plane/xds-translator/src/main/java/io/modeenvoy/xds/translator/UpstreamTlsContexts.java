package io.modeenvoy.xds.translator;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher.SanType;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.modeenvoy.ir.ClusterIr.UpstreamTls;

/** TLS towards upstreams: the server must show a certificate for the name we asked for, signed by whom we trust. */
final class UpstreamTlsContexts {
    private final XdsOptions options;

    UpstreamTlsContexts(XdsOptions options) {
        this.options = options;
    }

    TransportSocket of(UpstreamTls tls) {
        CommonTlsContext.Builder common = CommonTlsContext.newBuilder();
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
        return CertificateValidationContext.newBuilder()
                .addMatchTypedSubjectAltNames(SubjectAltNameMatcher.newBuilder()
                        .setSanType(SanType.DNS)
                        .setMatcher(
                                StringMatcher.newBuilder().setExact(tls.sni().value())));
    }
}
