package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.Secret;
import io.modeenvoy.crd.ModelProviderSpec;
import io.modeenvoy.crd.ReservedHeaders;
import io.modeenvoy.crd.SecretKeyRef;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.ProviderPolicy;
import io.modeenvoy.policy.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How we authenticate at a provider, and the secret for it; both null = not at all. */
record ProviderAuth(
        ProviderPolicy.@Nullable Credential credential,
        @Nullable SecretValue secret) {
    private static final String FIELD = "spec.auth.secretRef";

    /** Empty if the secret is missing, which is reported. */
    static Optional<ProviderAuth> of(
            Scope scope, Reporter reporter, NamespacedName provider, ModelProviderSpec.@Nullable Auth auth) {
        if (auth == null) {
            return Optional.of(new ProviderAuth(null, null));
        }
        return switch (auth.type()) {
            case NONE -> Optional.of(new ProviderAuth(null, null));
            case BEARER -> with(scope, reporter, provider, "authorization", "Bearer ", auth.secretRef());
            case HEADER ->
                isUsable(header(auth.name()), reporter)
                        ? with(scope, reporter, provider, header(auth.name()), "", auth.secretRef())
                        : Optional.empty();
        };
    }

    private static String header(@Nullable String name) {
        return name == null ? "authorization" : name.toLowerCase(Locale.ROOT);
    }

    /** The schema says the same; an object written before it did is still there. */
    private static boolean isUsable(String header, Reporter reporter) {
        Optional<ReservedHeaders.Group> reserved = ReservedHeaders.ofRequests(header);
        reserved.ifPresent(group -> reporter.refused(
                "spec.auth.name", Reasons.UNSUPPORTED_VALUE, header + " (expected: " + group.expected() + ")"));
        return reserved.isEmpty();
    }

    private static Optional<ProviderAuth> with(
            Scope scope,
            Reporter reporter,
            NamespacedName provider,
            String header,
            String prefix,
            @Nullable SecretKeyRef ref) {
        if (ref == null) {
            reporter.unresolved(FIELD, Reasons.SECRET_NOT_FOUND, "absent (expected: the Secret with the credential)");
            return Optional.empty();
        }
        if (ref.name().isEmpty()) {
            reporter.unresolved(FIELD + ".name", Reasons.SECRET_NOT_FOUND, "empty (expected: the name of a Secret)");
            return Optional.empty();
        }
        NamespacedName name = new NamespacedName(provider.namespace(), ref.name());
        return secret(scope, reporter, name, ref.key())
                .map(secret ->
                        new ProviderAuth(new ProviderPolicy.Credential(header, prefix, secret.resourceName()), secret));
    }

    private static Optional<SecretValue> secret(Scope scope, Reporter reporter, NamespacedName name, String key) {
        Secret found = scope.get(Secret.class, name.namespace(), name.name());
        if (found == null) {
            reporter.unresolved(
                    FIELD + ".name",
                    Reasons.SECRET_NOT_FOUND,
                    Absence.of(scope, Secret.class, "a Secret", name.namespace(), name.name()));
            return Optional.empty();
        }
        // A final line end is an accident of `echo` and editors; inside a header it would be an error.
        Optional<String> written = SecretEntries.text(found, key);
        String value = written.map(String::strip).orElse("");
        if (value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
            reporter.unresolved(
                    FIELD + ".key",
                    Reasons.SECRET_NOT_FOUND,
                    key + " (expected: an entry of Secret " + name + " with one line of text"
                            + (written.isEmpty() ? SecretEntries.others(found) : "") + ")");
            return Optional.empty();
        }
        return Optional.of(
                new SecretValue(SecretValue.credentialName(name, key), value.getBytes(StandardCharsets.UTF_8)));
    }
}
