package io.modeenvoy.bootstrap;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.PathConfigSource;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.core.v3.WatchedDirectory;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.nio.file.Path;

/** {@link AdsTls} in Envoy's messages. */
final class TlsMessages {
    private TlsMessages() {}

    static TransportSocket transport(AdsTls tls, String serverName) {
        UpstreamTlsContext.Builder context = UpstreamTlsContext.newBuilder()
                .setCommonTlsContext(CommonTlsContext.newBuilder()
                        .setTlsParams(TlsParameters.newBuilder()
                                .setTlsMinimumProtocolVersion(TlsParameters.TlsProtocol.TLSv1_2)
                                .setTlsMaximumProtocolVersion(TlsParameters.TlsProtocol.TLSv1_3))
                        .addAlpnProtocols("h2")
                        .addTlsCertificateSdsSecretConfigs(secret(tls, AdsTls.CERTIFICATE))
                        .setCombinedValidationContext(CommonTlsContext.CombinedCertificateValidationContext.newBuilder()
                                .setDefaultValidationContext(named(serverName))
                                .setValidationContextSdsSecretConfig(secret(tls, AdsTls.AUTHORITIES))));
        if (!Messages.isLiteral(serverName)) {
            context.setSni(serverName);
        }
        return TransportSocket.newBuilder()
                .setName("envoy.transport_sockets.tls")
                .setTypedConfig(Any.pack(context.build()))
                .build();
    }

    static DiscoveryResponse certificate(AdsTls tls) {
        TlsCertificate.Builder certificate = TlsCertificate.newBuilder()
                .setCertificateChain(file(tls.certificate()))
                .setPrivateKey(file(tls.key()));
        Path folder = AdsTls.watched(tls.certificate(), tls.key());
        if (folder != null) {
            certificate.setWatchedDirectory(directory(folder));
        }
        return answer(Secret.newBuilder().setName(AdsTls.CERTIFICATE).setTlsCertificate(certificate));
    }

    static DiscoveryResponse authorities(AdsTls tls) {
        CertificateValidationContext.Builder context =
                CertificateValidationContext.newBuilder().setTrustedCa(file(tls.authorities()));
        Path folder = tls.authorities().getParent();
        if (folder != null) {
            context.setWatchedDirectory(directory(folder));
        }
        return answer(Secret.newBuilder().setName(AdsTls.AUTHORITIES).setValidationContext(context));
    }

    private static CertificateValidationContext named(String serverName) {
        return CertificateValidationContext.newBuilder()
                .addMatchTypedSubjectAltNames(SubjectAltNameMatcher.newBuilder()
                        .setSanType(
                                Messages.isLiteral(serverName)
                                        ? SubjectAltNameMatcher.SanType.IP_ADDRESS
                                        : SubjectAltNameMatcher.SanType.DNS)
                        .setMatcher(StringMatcher.newBuilder().setExact(serverName)))
                .build();
    }

    private static SdsSecretConfig secret(AdsTls tls, String name) {
        return SdsSecretConfig.newBuilder()
                .setName(name)
                .setSdsConfig(ConfigSource.newBuilder()
                        .setResourceApiVersion(ApiVersion.V3)
                        .setPathConfigSource(PathConfigSource.newBuilder()
                                .setPath(tls.sdsFolder()
                                        .resolve(AdsTls.file(name))
                                        .toString())
                                .setWatchedDirectory(directory(tls.sdsFolder()))))
                .build();
    }

    private static DiscoveryResponse answer(Secret.Builder secret) {
        return DiscoveryResponse.newBuilder()
                .addResources(Any.pack(secret.build()))
                .build();
    }

    private static DataSource file(Path path) {
        return DataSource.newBuilder().setFilename(path.toString()).build();
    }

    private static WatchedDirectory directory(Path path) {
        return WatchedDirectory.newBuilder().setPath(path.toString()).build();
    }
}
