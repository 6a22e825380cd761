package io.modeenvoy.translator;

import io.modeenvoy.crd.ModelProviderSpec;
import io.modeenvoy.ir.ClusterIr.UpstreamTls;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.policy.NamespacedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards a provider.
 *
 * @param sni null = the endpoint's host
 * @param trust name of the authorities; null = the system's
 * @param clientCertificate name of our certificate; null = none
 */
record ProviderTls(
        @Nullable Hostname sni,
        @Nullable String trust,
        @Nullable String clientCertificate,
        List<TlsSecretIr> secrets) {
    private static final ProviderTls DEFAULT = new ProviderTls(null, null, null, List.of());

    /** Empty if nothing is left to trust, or if our certificate is not there; every reference that leads nowhere is reported. */
    static Optional<ProviderTls> of(
            Scope scope, Reporter reporter, NamespacedName provider, ModelProviderSpec.@Nullable Tls tls) {
        if (tls == null) {
            return Optional.of(DEFAULT);
        }
        List<TlsSecretIr> secrets = new ArrayList<>();
        Optional<Hostname> sni = tls.sni() == null ? Optional.empty() : sni(reporter, tls.sni());
        String trust = null;
        String own = null;
        if (!tls.caCertificateRefs().isEmpty()) {
            Optional<TlsSecretIr.Trust> found = trust(scope, reporter, provider, tls.caCertificateRefs());
            found.ifPresent(secrets::add);
            trust = found.map(TlsSecretIr::name).orElse(null);
        }
        if (tls.clientCertificateRef() != null) {
            Optional<TlsSecretIr> found = own(scope, reporter, provider, tls.clientCertificateRef());
            found.ifPresent(secrets::add);
            own = found.map(TlsSecretIr::name).orElse(null);
        }
        boolean whole = sni.isPresent() == (tls.sni() != null)
                && (trust == null) == tls.caCertificateRefs().isEmpty()
                && (own == null) == (tls.clientCertificateRef() == null);
        return whole
                ? Optional.of(new ProviderTls(sni.orElse(null), trust, own, List.copyOf(secrets)))
                : Optional.empty();
    }

    /** As the IR has it, for an endpoint. */
    UpstreamTls towards(String host) {
        return new UpstreamTls(sni == null ? new Hostname(host) : sni, trust, clientCertificate);
    }

    private static Optional<Hostname> sni(Reporter reporter, String written) {
        Optional<Hostname> sni = Hostnames.parse(written).filter(host -> !host.isWildcard());
        if (sni.isEmpty()) {
            reporter.refused(
                    "spec.tls.sni", Reasons.UNSUPPORTED_VALUE, written + " (expected: a hostname without wildcard)");
        }
        return sni;
    }

    private static Optional<TlsSecretIr.Trust> trust(
            Scope scope, Reporter reporter, NamespacedName provider, List<ModelProviderSpec.CaRef> refs) {
        Authorities authorities = new Authorities(scope, reporter, Reasons.INVALID_CERTIFICATE_REF);
        for (int i = 0; i < refs.size(); i++) {
            String field = "spec.tls.caCertificateRefs[" + i + "]";
            switch (refs.get(i).kind()) {
                case CONFIG_MAP -> authorities.addConfigMap(refs.get(i).name(), field);
                case SECRET -> authorities.addSecret(refs.get(i).name(), field);
            }
        }
        return authorities.trust("trust/" + provider);
    }

    private static Optional<TlsSecretIr> own(
            Scope scope, Reporter reporter, NamespacedName provider, ModelProviderSpec.CertificateRef ref) {
        if (ref.name().isEmpty()) {
            reporter.unresolved(
                    "spec.tls.clientCertificateRef.name",
                    Reasons.INVALID_CERTIFICATE_REF,
                    "empty (expected: the name of a Secret)");
            return Optional.empty();
        }
        return switch (scope.ask(new Certificates(new NamespacedName(provider.namespace(), ref.name())))) {
            case Certificates.Found.Usable(var certificate) -> Optional.of(certificate);
            case Certificates.Found.Kept(var certificate, var message) -> {
                reporter.unresolved("spec.tls.clientCertificateRef.name", Reasons.INVALID_CERTIFICATE_REF, message);
                yield Optional.of(certificate);
            }
            case Certificates.Found.Unusable(var message) -> {
                reporter.unresolved("spec.tls.clientCertificateRef.name", Reasons.INVALID_CERTIFICATE_REF, message);
                yield Optional.empty();
            }
        };
    }
}
