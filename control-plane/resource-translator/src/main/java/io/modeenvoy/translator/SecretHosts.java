package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.Secret;
import io.modeenvoy.crd.Api;
import io.modeenvoy.crd.ModelProviderSpec;
import io.modeenvoy.policy.NamespacedName;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a ModelProvider's Secrets may be sent where it leads. A Secret may name the hosts it is for; without, who may write a ModelProvider could have every
 * Secret of the namespace sent to a host of his own.
 */
record SecretHosts(Scope scope, Reporter reporter, NamespacedName provider, Set<String> destinations) {
    /**
     * On a Secret: hosts, separated by commas. {@code api.example.com} is that host over TLS, or a Service by {@code name.namespace.svc}; {@code *.example.com} all
     * hosts under that name, {@code *} every host, {@code http://} before any of them allows plain text.
     */
    static final String ANNOTATION = Api.GROUP + "/allowed-hosts";

    private static final String SERVICE_DOMAIN = ".cluster.local";
    private static final String PLAIN = "http://";

    /** Whether all Secrets that go out may go to {@code endpoint}; those that may not are reported. */
    static boolean permit(
            Scope scope,
            Reporter reporter,
            NamespacedName provider,
            ModelProviderSpec spec,
            ProviderEndpoint endpoint) {
        SecretHosts hosts = new SecretHosts(scope, reporter, provider, destinations(spec, endpoint));
        ModelProviderSpec.Auth auth = spec.auth();
        ModelProviderSpec.Tls tls = spec.tls();
        boolean credential = auth == null
                || auth.secretRef() == null
                || hosts.permit("spec.auth.secretRef.name", auth.secretRef().name());
        boolean certificate = tls == null
                || tls.clientCertificateRef() == null
                || hosts.permit(
                        "spec.tls.clientCertificateRef.name",
                        tls.clientCertificateRef().name());
        return credential && certificate;
    }

    /** What tells the clusters of a provider with a bound credential from those it has with another one; empty if it is not bound. */
    static String tag(Scope scope, NamespacedName provider, ModelProviderSpec spec) {
        ModelProviderSpec.Auth auth = spec.auth();
        if (auth == null || auth.secretRef() == null) {
            return "";
        }
        Secret secret =
                scope.get(Secret.class, provider.namespace(), auth.secretRef().name());
        return secret == null || annotation(secret) == null
                ? ""
                : "~" + auth.secretRef().name() + "/" + auth.secretRef().key();
    }

    /** The server name counts as well as the host: with another one the same address may be somebody else's server. */
    private static Set<String> destinations(ModelProviderSpec spec, ProviderEndpoint endpoint) {
        if (spec.endpoint().backendRef() != null) {
            return Set.of(endpoint.host().substring(0, endpoint.host().length() - SERVICE_DOMAIN.length()));
        }
        Set<String> destinations = new LinkedHashSet<>();
        ModelProviderSpec.Tls tls = spec.tls();
        destinations.add(endpoint.secure() || tls != null ? endpoint.host() : PLAIN + endpoint.host());
        if (tls != null && tls.sni() != null) {
            destinations.add(tls.sni().toLowerCase(Locale.ROOT));
        }
        return destinations;
    }

    private boolean permit(String field, String name) {
        Secret secret = scope.get(Secret.class, provider.namespace(), name);
        String written = secret == null ? null : annotation(secret);
        boolean permitted = true;
        for (String destination : destinations) {
            if (!permits(written, destination)) {
                permitted = false;
                reporter.unresolved(
                        field,
                        Reasons.REF_NOT_PERMITTED,
                        name + " (expected: a Secret whose annotation " + ANNOTATION + " names " + destination + ")");
            }
        }
        return permitted;
    }

    private static @Nullable String annotation(Secret secret) {
        return secret.getMetadata().getAnnotations() == null
                ? null
                : secret.getMetadata().getAnnotations().get(ANNOTATION);
    }

    private boolean permits(@Nullable String written, String destination) {
        return written == null
                ? !scope.options().providers().secretHostsRequired()
                : Stream.of(written.split(",", -1))
                        .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                        .anyMatch(entry -> isFor(entry, destination));
    }

    private static boolean isFor(String entry, String destination) {
        boolean plain = destination.startsWith(PLAIN);
        String host = plain ? destination.substring(PLAIN.length()) : destination;
        boolean plainAllowed = entry.startsWith(PLAIN);
        String pattern = plainAllowed ? entry.substring(PLAIN.length()) : entry;
        boolean matches = pattern.equals("*")
                || (pattern.startsWith("*.")
                        ? host.length() >= pattern.length() && host.endsWith(pattern.substring(1))
                        : host.equals(pattern));
        return matches && (plainAllowed || !plain);
    }
}
