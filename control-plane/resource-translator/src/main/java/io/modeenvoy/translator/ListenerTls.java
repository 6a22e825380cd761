package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerTLSConfig;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.SecretObjectReference;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.policy.NamespacedName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The certificates of an HTTPS listener. */
final class ListenerTls {
    private ListenerTls() {}

    /** Those that can be used; what is wrong with the others is reported. */
    static List<TlsSecretIr.Certificate> certificates(
            Scope scope, Reporter reporter, @Nullable ListenerTLSConfig tls, String field) {
        if (tls != null && tls.getMode() != null && !tls.getMode().equals("Terminate")) {
            reporter.refused(field + ".tls.mode", Reasons.UNSUPPORTED_VALUE, tls.getMode() + " (expected: Terminate)");
            return List.of();
        }
        if (tls == null || tls.getCertificateRefs().isEmpty()) {
            reporter.unresolved(
                    field + ".tls.certificateRefs",
                    Reasons.INVALID_CERTIFICATE_REF,
                    "absent (expected: a Secret with a certificate and its key)");
            return List.of();
        }
        List<TlsSecretIr.Certificate> found = new ArrayList<>();
        for (int i = 0; i < tls.getCertificateRefs().size(); i++) {
            String at = field + ".tls.certificateRefs[" + i + "]";
            add(found, scope, reporter, tls.getCertificateRefs().get(i), at);
        }
        return found;
    }

    private static void add(
            List<TlsSecretIr.Certificate> found,
            Scope scope,
            Reporter reporter,
            SecretObjectReference ref,
            String field) {
        if (ref.getName() == null || ref.getName().isEmpty()) {
            reporter.unresolved(
                    field + ".name", Reasons.INVALID_CERTIFICATE_REF, "absent (expected: the name of a Secret)");
            return;
        }
        boolean secret = (ref.getKind() == null || ref.getKind().equals("Secret"))
                && (ref.getGroup() == null || ref.getGroup().isEmpty());
        if (!secret) {
            reporter.unresolved(
                    field + ".kind", Reasons.INVALID_CERTIFICATE_REF, ref.getKind() + " (expected: Secret)");
            return;
        }
        ObjectRef owner = reporter.object();
        String namespace = ref.getNamespace() == null ? owner.namespace() : ref.getNamespace();
        var from = new ReferenceGrants.From(Groups.GATEWAY_API, owner.kind(), owner.namespace());
        var to = new ReferenceGrants.To("", "Secret", namespace, ref.getName());
        if (!ReferenceGrants.permit(scope, from, to)) {
            reporter.unresolved(field + ".namespace", Reasons.REF_NOT_PERMITTED, ReferenceGrants.expectation(from, to));
            return;
        }
        switch (scope.ask(new Certificates(new NamespacedName(namespace, ref.getName())))) {
            case Certificates.Found.Usable(var certificate) -> addOnce(found, certificate);
            case Certificates.Found.Kept(var certificate, var message) -> {
                addOnce(found, certificate);
                reporter.unresolved(field + ".name", Reasons.INVALID_CERTIFICATE_REF, message);
            }
            case Certificates.Found.Unusable(var message) ->
                reporter.unresolved(field + ".name", Reasons.INVALID_CERTIFICATE_REF, message);
        }
    }

    private static void addOnce(List<TlsSecretIr.Certificate> found, TlsSecretIr.Certificate certificate) {
        if (!found.contains(certificate)) {
            found.add(certificate);
        }
    }
}
