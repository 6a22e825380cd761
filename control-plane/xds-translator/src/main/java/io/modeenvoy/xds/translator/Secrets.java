package io.modeenvoy.xds.translator;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.ir.TlsSecretIr.Certificate;
import io.modeenvoy.ir.TlsSecretIr.Trust;
import java.util.Set;

/** TLS secrets to SDS. */
final class Secrets {
    private Secrets() {}

    static SdsSecretConfig reference(String name) {
        return SdsSecretConfig.newBuilder()
                .setName(name)
                .setSdsConfig(Messages.ADS)
                .build();
    }

    static TranslatedResource translate(TlsSecretIr secret) {
        Secret.Builder builder = Secret.newBuilder().setName(secret.name());
        switch (secret) {
            case Certificate certificate ->
                builder.setTlsCertificate(TlsCertificate.newBuilder()
                        .setCertificateChain(inline(certificate.chain()))
                        .setPrivateKey(inline(certificate.privateKey().value())));
            case Trust trust ->
                builder.setValidationContext(
                        CertificateValidationContext.newBuilder().setTrustedCa(inline(trust.certificates())));
        }
        return TranslatedResource.of(secret.name(), builder.build(), Set.of(secret.origin()));
    }

    private static DataSource inline(String pem) {
        return DataSource.newBuilder().setInlineString(pem).build();
    }
}
