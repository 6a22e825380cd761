package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.modeenvoy.crd.Suggestion;
import io.modeenvoy.ir.TlsSecretIr;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Certificates of authorities out of the objects that an object refers to. One that cannot be used is told and left out, as the Gateway API says. */
final class Authorities {
    private static final String ENTRY = "ca.crt";

    private final Scope scope;
    private final Reporter reporter;
    private final String reason;
    private final StringBuilder all = new StringBuilder();

    /** @param reason of the conditions */
    Authorities(Scope scope, Reporter reporter, String reason) {
        this.scope = scope;
        this.reporter = reporter;
        this.reason = reason;
    }

    void addConfigMap(@Nullable String name, String field) {
        ConfigMap found = get(ConfigMap.class, name);
        add(
                name,
                field,
                ConfigMap.class,
                found != null,
                found == null ? "" : SecretEntries.text(found, ENTRY).orElse(""));
    }

    void addSecret(@Nullable String name, String field) {
        Secret found = get(Secret.class, name);
        add(
                name,
                field,
                Secret.class,
                found != null,
                found == null ? "" : SecretEntries.text(found, ENTRY).orElse(""));
    }

    /** All that can be used, under a name; empty if none can. */
    Optional<TlsSecretIr.Trust> trust(String name) {
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(new TlsSecretIr.Trust(name, reporter.object(), all.toString()));
    }

    private <T extends HasMetadata> @Nullable T get(Class<T> kind, @Nullable String name) {
        return name == null || name.isEmpty()
                ? null
                : scope.get(kind, reporter.object().namespace(), name);
    }

    private void add(
            @Nullable String name,
            String field,
            Class<? extends HasMetadata> kind,
            boolean there,
            String certificates) {
        if (!certificates.isEmpty() && Pem.flawOfCertificates(certificates) == null) {
            all.append(certificates.strip()).append('\n');
            return;
        }
        String written = name == null || name.isEmpty() ? "empty" : name;
        String namespace = reporter.object().namespace();
        List<String> names = scope.ask(new ByNamespace.Names<>(kind, namespace));
        reporter.unresolved(
                field + ".name",
                reason,
                written + " (expected: a " + kind.getSimpleName() + " in " + namespace + " whose entry " + ENTRY
                        + " holds certificates in PEM" + (there ? "" : Suggestion.of(written, names)) + ")");
    }
}
