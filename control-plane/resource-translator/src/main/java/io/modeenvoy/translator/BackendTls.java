package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicy;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicyValidation;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.LocalObjectReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.SubjectAltName;
import io.modeenvoy.ir.ClusterIr.AltName;
import io.modeenvoy.ir.ClusterIr.UpstreamTls;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.policy.NamespacedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a BackendTLSPolicy says of TLS to a Service. What is wrong with it is said on the policy itself. */
record BackendTls(NamespacedName policy) implements ObjectQuery<BackendTls.Found> {
    /** How to speak to the Service. */
    sealed interface Found {
        /** Over TLS. */
        record Usable(UpstreamTls tls, List<TlsSecretIr> secrets) implements Found {}

        /** Not at all: in plain text would be less than the policy asks for. */
        record Unusable() implements Found {}
    }

    @Override
    public ObjectRef owner() {
        return new ObjectRef("BackendTLSPolicy", policy.namespace(), policy.name());
    }

    @Override
    public Found nothing() {
        return new Found.Unusable();
    }

    @Override
    public Found work(Scope scope) {
        BackendTLSPolicy found = scope.get(BackendTLSPolicy.class, policy.namespace(), policy.name());
        if (found == null) {
            return new Found.Unusable();
        }
        scope.ask(new BackendTlsPolicies.Targets(policy));
        Reporter reporter = new Reporter(scope, Identity.ref(found));
        BackendTLSPolicyValidation validation =
                found.getSpec() == null ? null : found.getSpec().getValidation();
        if (validation == null) {
            reporter.refused("spec.validation", Reasons.INVALID, "absent (expected: hostname and authorities)");
            return new Found.Unusable();
        }
        Optional<Hostname> hostname = hostname(validation.getHostname(), reporter);
        Optional<List<AltName>> names = names(validation.getSubjectAltNames(), reporter);
        Optional<Trust> trust = trust(scope, reporter, validation);
        return hostname.isPresent() && names.isPresent() && trust.isPresent()
                ? new Found.Usable(
                        new UpstreamTls(hostname.get(), trust.get().name(), null, names.get()),
                        trust.get().secrets())
                : new Found.Unusable();
    }

    private static Optional<Hostname> hostname(@Nullable String written, Reporter reporter) {
        Optional<Hostname> hostname = written == null || written.isEmpty()
                ? Optional.empty()
                : Hostnames.parse(written).filter(host -> !host.isWildcard());
        if (hostname.isEmpty()) {
            reporter.refused(
                    "spec.validation.hostname",
                    Reasons.INVALID,
                    (written == null ? "absent" : written) + " (expected: a hostname without wildcard)");
        }
        return hostname;
    }

    private static Optional<List<AltName>> names(List<SubjectAltName> written, Reporter reporter) {
        List<AltName> names = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            SubjectAltName name = written.get(i);
            boolean uri = "URI".equals(name.getType());
            String value = uri ? name.getUri() : name.getHostname();
            if (value == null || value.isEmpty() || (!uri && !"Hostname".equals(name.getType()))) {
                reporter.refused(
                        "spec.validation.subjectAltNames[" + i + "]",
                        Reasons.INVALID,
                        "incomplete (expected: type Hostname with hostname, or type URI with uri)");
                return Optional.empty();
            }
            names.add(new AltName(uri ? AltName.Kind.URI : AltName.Kind.DNS, value));
        }
        return Optional.of(names);
    }

    /** Whom we trust; no name = the system's roots. */
    private record Trust(@Nullable String name, List<TlsSecretIr> secrets) {}

    private Optional<Trust> trust(Scope scope, Reporter reporter, BackendTLSPolicyValidation validation) {
        String wellKnown = validation.getWellKnownCACertificates();
        boolean system = wellKnown != null && !wellKnown.isEmpty();
        if (system != validation.getCaCertificateRefs().isEmpty()) {
            reporter.refused(
                    "spec.validation",
                    Reasons.INVALID,
                    (system ? "both" : "neither")
                            + " (expected: one of caCertificateRefs and wellKnownCACertificates)");
            return Optional.empty();
        }
        if (!system) {
            return ofRefs(scope, reporter, validation.getCaCertificateRefs());
        }
        if (!wellKnown.equals("System")) {
            reporter.refused(
                    "spec.validation.wellKnownCACertificates", Reasons.INVALID, wellKnown + " (expected: System)");
            return Optional.empty();
        }
        return Optional.of(new Trust(null, List.of()));
    }

    private Optional<Trust> ofRefs(Scope scope, Reporter reporter, List<LocalObjectReference> refs) {
        Authorities authorities = new Authorities(scope, reporter, Reasons.INVALID_CA_CERTIFICATE_REF);
        for (int i = 0; i < refs.size(); i++) {
            LocalObjectReference ref = refs.get(i);
            String field = "spec.validation.caCertificateRefs[" + i + "]";
            boolean core = ref.getGroup() == null || ref.getGroup().isEmpty();
            if (core && "ConfigMap".equals(ref.getKind())) {
                authorities.addConfigMap(ref.getName(), field);
            } else {
                reporter.unresolved(field + ".kind", Reasons.INVALID_KIND, ref.getKind() + " (expected: ConfigMap)");
            }
        }
        Optional<TlsSecretIr.Trust> trust = authorities.trust("backendtlspolicy/" + policy);
        if (trust.isEmpty()) {
            reporter.refused(
                    "spec.validation.caCertificateRefs",
                    Reasons.NO_VALID_CA_CERTIFICATE,
                    "none is usable (expected: a ConfigMap with certificates; calls are answered with 500 until then)");
        }
        return trust.map(found -> new Trust(found.name(), List.of(found)));
    }
}
