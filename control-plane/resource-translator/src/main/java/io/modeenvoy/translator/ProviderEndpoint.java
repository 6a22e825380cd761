package io.modeenvoy.translator;

import io.modeenvoy.crd.ModelProviderSpec;
import io.modeenvoy.ir.AddressRules;
import io.modeenvoy.ir.ClusterIr.Location;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.IpLiteral;
import io.modeenvoy.ir.Port;
import io.modeenvoy.policy.NamespacedName;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider is reached.
 *
 * @param host without port, for SNI
 * @param authority host, with port if not the scheme's own
 * @param basePath without trailing slash
 * @param query without the question mark; empty = none
 * @param secure whether the URL says https
 * @param idleTimeout how long a connection may be unused; null = the default
 */
record ProviderEndpoint(
        String host,
        String authority,
        String basePath,
        String query,
        boolean secure,
        Location location,
        List<EndpointsIr> endpoints,
        @Nullable Duration idleTimeout) {
    private static final String SERVICE_ZONE = ".svc.cluster.local";

    /** Empty if it cannot be used, which is reported. */
    static Optional<ProviderEndpoint> of(
            Scope scope, Reporter reporter, NamespacedName provider, ModelProviderSpec spec) {
        ModelProviderSpec.Endpoint endpoint = spec.endpoint();
        Optional<ProviderEndpoint> found = endpoint.backendRef() != null
                ? ofService(
                        scope, reporter, provider, endpoint.backendRef(), path(endpoint.basePath()), spec.tls() != null)
                : ofUrl(scope, reporter, endpoint.url() == null ? "" : endpoint.url());
        Duration idle = Durations.parse(endpoint.idleTimeout(), reporter, "spec.endpoint.idleTimeout");
        return found.map(whole -> whole.withIdleTimeout(idle));
    }

    private ProviderEndpoint withIdleTimeout(@Nullable Duration idle) {
        return new ProviderEndpoint(host, authority, basePath, query, secure, location, endpoints, idle);
    }

    private static Optional<ProviderEndpoint> ofService(
            Scope scope,
            Reporter reporter,
            NamespacedName provider,
            ModelProviderSpec.BackendRef ref,
            String basePath,
            boolean secure) {
        String field = "spec.endpoint.backendRef";
        if (ref.name().isEmpty()) {
            reporter.unresolved(field + ".name", Reasons.BACKEND_NOT_FOUND, "empty (expected: the name of a Service)");
            return Optional.empty();
        }
        String namespace = ref.namespace() == null ? provider.namespace() : ref.namespace();
        var from = new ReferenceGrants.From(Groups.OURS, "ModelProvider", provider.namespace());
        var to = new ReferenceGrants.To("", "Service", namespace, ref.name());
        if (!ReferenceGrants.permit(scope, from, to)) {
            reporter.unresolved(field + ".namespace", Reasons.REF_NOT_PERMITTED, ReferenceGrants.expectation(from, to));
            return Optional.empty();
        }
        return switch (scope.ask(new Services(new NamespacedName(namespace, ref.name()), ref.port()))) {
            case Services.Backend.Unresolved(var part, var reason, var message) -> {
                reporter.unresolved(field + "." + part, reason, message);
                yield Optional.empty();
            }
            case Services.Backend.Resolved found -> {
                scope.ask(new RoundTrips.ThroughService(new NamespacedName(namespace, ref.name())))
                        .ifPresent(gateway -> leadsBack(scope, reporter, field + ".name", ref.name(), gateway));
                String host = ref.name() + "." + namespace + SERVICE_ZONE;
                yield Optional.of(new ProviderEndpoint(
                        host,
                        authority(host, ref.port(), secure),
                        basePath,
                        "",
                        secure,
                        found.cluster().location(),
                        List.of(found.endpoints()),
                        null));
            }
        };
    }

    private static Optional<ProviderEndpoint> ofUrl(Scope scope, Reporter reporter, String url) {
        URI uri = parse(url);
        if (uri == null) {
            reporter.refused(
                    "spec.endpoint.url",
                    Reasons.UNSUPPORTED_VALUE,
                    url + " (expected: an http or https URL with a host, for example https://api.example.com/v1)");
            return Optional.empty();
        }
        String host = host(uri);
        String bare = bare(host);
        AddressRules rules = scope.options().providers().addresses();
        if (rules != null && LocalAddresses.areRefused(rules, bare)) {
            reporter.refused(
                    "spec.endpoint.url",
                    Reasons.NOT_PERMITTED,
                    url + " (expected: a public host; loopback, link-local and cluster-internal addresses are"
                            + " not permitted here, a Service is named by backendRef)");
            return Optional.empty();
        }
        if (isUnusual(bare)) {
            reporter.refused(
                    "spec.endpoint.url",
                    Reasons.UNSUPPORTED_VALUE,
                    url + " (expected: a host's name, or its address in the usual form: four decimal numbers without"
                            + " leading zeros, or IPv6 in brackets without a zone)");
            return Optional.empty();
        }
        boolean secure = isHttps(uri);
        int port = uri.getPort() == -1 ? defaultPort(secure) : uri.getPort();
        scope.ask(new RoundTrips(bare, port))
                .ifPresent(gateway -> leadsBack(scope, reporter, "spec.endpoint.url", url, gateway));
        return Optional.of(new ProviderEndpoint(
                bare,
                authority(host, port, secure),
                path(uri.getRawPath()),
                uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                secure,
                new Location.Dns(lookedUp(rules, uri, bare), new Port(port), rules),
                List.of(),
                null));
    }

    private static void leadsBack(
            Scope scope, Reporter reporter, String field, String written, NamespacedName gateway) {
        String own = scope.ask(new Tenants.Of(reporter.object().namespace()));
        boolean foreign = !scope.ask(new Tenants.Of(gateway.namespace())).equals(own);
        reporter.warn(
                field,
                Reasons.LEADS_BACK,
                written + " leads back to " + (foreign ? "a Gateway of another tenant" : "Gateway " + gateway)
                        + " (expected: a server behind it; a call comes round again, is counted each time, and a rule"
                        + " that leads to itself never answers)");
    }

    private static @Nullable URI parse(String url) {
        try {
            URI uri = new URI(url);
            boolean plain = uri.getRawUserInfo() == null && uri.getRawFragment() == null;
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || isHttps(uri);
            boolean port = uri.getPort() == -1 || (uri.getPort() >= 1 && uri.getPort() <= 65535);
            return uri.getHost() != null && plain && http && port && isHost(bare(host(uri))) ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Without the dot of a complete name. */
    private static String host(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /**
     * The name as it is looked up. A dot at its end keeps a resolver from trying it with the domains of its search list, by which {@code redis.prod} is a Service of
     * the cluster; where providers may be anywhere, short names and those of the hosts file are, too.
     */
    private static String lookedUp(@Nullable AddressRules rules, URI uri, String bare) {
        boolean address = IpLiteral.parse(bare).isPresent();
        boolean whole = rules != null || uri.getHost().endsWith(".");
        return whole && !address ? bare + "." : bare;
    }

    private static boolean isHost(String bare) {
        return LocalAddresses.literal(bare).isPresent()
                || Hostnames.parse(bare).filter(host -> !host.isWildcard()).isPresent();
    }

    /** Numbers that are no address in its usual form are no name either: Envoy would refuse them as the one, a resolver read them as the other. */
    private static boolean isUnusual(String bare) {
        boolean numbers = LocalAddresses.literal(bare).isPresent() || LocalAddresses.isNumbers(bare);
        return numbers && IpLiteral.parse(bare).isEmpty();
    }

    private static boolean isHttps(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    private static int defaultPort(boolean secure) {
        return secure ? 443 : 80;
    }

    private static String authority(String host, int port, boolean secure) {
        return port == defaultPort(secure) ? host : host + ":" + port;
    }

    private static String path(@Nullable String written) {
        String path = written == null ? "" : written;
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return path;
    }
}
