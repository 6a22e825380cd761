package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.Secret;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.policy.NamespacedName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Secret with {@code tls.crt} and {@code tls.key} as a certificate for SDS. */
record Certificates(NamespacedName secret) implements ObjectQuery<Certificates.Found> {
    private static final String CHAIN = "tls.crt";
    private static final String KEY = "tls.key";

    /** What the reference leads to. */
    sealed interface Found {
        /** A usable certificate. */
        record Usable(TlsSecretIr.Certificate certificate) implements Found {}

        /** One that was usable before the Secret was broken, with the message for the one who refers. */
        record Kept(TlsSecretIr.Certificate certificate, String message) implements Found {}

        /** None, with the message for the one who refers. */
        record Unusable(String message) implements Found {}
    }

    @Override
    public ObjectRef owner() {
        return new ObjectRef("Secret", secret.namespace(), secret.name());
    }

    @Override
    public Found nothing() {
        return new Found.Unusable(secret + " (expected: a Secret we can read; see Secret " + secret + ")");
    }

    @Override
    public Found work(Scope scope) {
        Secret found = scope.get(Secret.class, secret.namespace(), secret.name());
        if (found == null) {
            return new Found.Unusable(Absence.of(scope, Secret.class, "a Secret", secret.namespace(), secret.name()));
        }
        return read(scope, found, new Reporter(scope, Identity.ref(found)));
    }

    private Found read(Scope scope, Secret found, Reporter reporter) {
        Optional<String> chain = SecretEntries.text(found, CHAIN);
        Optional<String> key = SecretEntries.text(found, KEY);
        boolean sound =
                isSound(reporter, CHAIN, chain.map(Pem::flawOfCertificates).orElse(null), chain.isPresent())
                        && isSound(reporter, KEY, flawOfKey(chain, key), key.isPresent());
        if (!sound) {
            return broken(scope);
        }
        return new Found.Usable(new TlsSecretIr.Certificate(
                name(), Identity.ref(found), chain.orElse(""), new TlsSecretIr.Hidden(key.orElse(""))));
    }

    private Found broken(Scope scope) {
        String message =
                secret.name() + " (expected: a Secret with a certificate and its key; see Secret " + secret + ")";
        return scope.at(new KeptSecrets(), name()) instanceof TlsSecretIr.Certificate kept
                ? new Found.Kept(kept, message + "; the last good certificate stays in use")
                : new Found.Unusable(message);
    }

    private String name() {
        return "secret/" + secret;
    }

    private static @Nullable String flawOfKey(Optional<String> chain, Optional<String> key) {
        return key.map(text -> Pem.flawOfKey(chain.orElse(""), text)).orElse(null);
    }

    private static boolean isSound(Reporter reporter, String entry, @Nullable String flaw, boolean present) {
        String message = present ? flaw : "absent (expected: PEM text in Base64)";
        if (message == null) {
            return true;
        }
        reporter.refused("data[" + entry + "]", Reasons.INVALID_CERTIFICATE_REF, message);
        return false;
    }
}
