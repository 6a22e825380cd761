package io.modeenvoy.access;

import io.modeenvoy.policy.Caller;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.policy.RouteRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one table of decisions. Every door (ext-authz, ext-proc) runs it in front of {@link #world()} at {@link #NOW}, so all of them decide alike.
 * The table is the same for each kind of route.
 */
public final class DecisionTable {
    /** When the table happens. */
    public static final Instant NOW = DecisionWorld.NOW;

    private static final String TENANT_ONLY = "payments/tenant-only";
    private static final String MEMBERS = "payments/members";
    private static final String OPEN = "payments/open";
    private static final List<String> BATCH_BUDGETS =
            List.of("payments/all/requests", "payments/batch/requests", "payments/batch-1/requests");

    private DecisionTable() {}

    /** All policy there is. */
    public static List<PolicyResource> world() {
        return DecisionWorld.resources();
    }

    /** One call and its answer. */
    public record Case(String name, Credentials credentials, RouteRef route, Expected expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** The answer a case expects. */
    public sealed interface Expected {
        /** Yes; {@code budgetIds} without the route's own budget. */
        record Allowed(Caller caller, List<String> budgetIds) implements Expected {}

        /** No. */
        record Denied(int status, String code) implements Expected {}
    }

    /** Every case, on routes of {@code kind}. */
    public static List<Case> cases(RouteRef.Kind kind) {
        return Stream.of(whichCredential(kind), flaws(kind), places(kind), people(kind), routes(kind))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Case> whichCredential(RouteRef.Kind kind) {
        return List.of(
                denied(kind, "no credential", none(), TENANT_ONLY, 401, "missing_credential"),
                denied(kind, "an empty bearer", bearer(""), TENANT_ONLY, 401, "missing_credential"),
                batch(kind, "a key as bearer", bearer(key("batch-1")), TENANT_ONLY),
                batch(kind, "a key as bearer in lower case", authorization("bearer " + key("batch-1")), TENANT_ONLY),
                batch(kind, "a key in an API key header", apiKeys(key("batch-1")), TENANT_ONLY),
                batch(kind, "one key in both headers", both(key("batch-1"), key("batch-1")), TENANT_ONLY),
                several(kind, "two keys in two headers", both(key("batch-1"), key("web-1"))),
                several(kind, "two keys in API key headers", apiKeys(key("batch-1"), key("web-1"))),
                several(kind, "two authorization lines", authorization(bearerOf("batch-1"), bearerOf("web-1"))),
                several(
                        kind,
                        "one key in two authorization lines",
                        authorization(bearerOf("batch-1"), bearerOf("batch-1"))),
                several(
                        kind,
                        "two joined authorization lines",
                        authorization(bearerOf("batch-1") + "," + bearerOf("web-1"))),
                several(kind, "a token beside a key", claims("alice", key("batch-1"))));
    }

    private static List<Case> flaws(RouteRef.Kind kind) {
        return List.of(
                invalid(kind, "a key nobody has", key("nobody")),
                invalid(kind, "a mistyped key", mistyped(key("batch-1"))),
                invalid(kind, "a truncated key", key("batch-1").substring(0, 40)),
                invalid(kind, "somebody else's kind of key", "sk-proj-0123456789"),
                invalid(kind, "an expired key", key("batch-expired")),
                invalid(kind, "a key of tomorrow", key("batch-future")),
                invalid(kind, "a revoked key", key("batch-revoked")),
                invalid(kind, "a key of no consumer", key("orphan-1")),
                invalid(kind, "a key two consumers claim", key("claimed")),
                denied(kind, "another scheme", authorization("Basic YTpi"), TENANT_ONLY, 401, "invalid_credential"),
                batch(kind, "a key under the former pepper", bearer(key("batch-former")), TENANT_ONLY, "batch-former"));
    }

    private static List<Case> places(RouteRef.Kind kind) {
        return List.of(
                batch(kind, "an allowed IPv4 address", from("10.1.2.3"), TENANT_ONLY, "batch-office"),
                batch(kind, "an allowed IPv6 address", from("2001:db8::7"), TENANT_ONLY, "batch-office"),
                batch(kind, "an allowed mapped address", from("::ffff:10.1.2.3"), TENANT_ONLY, "batch-office"),
                denied(kind, "another address", from("192.0.2.1"), TENANT_ONLY, 403, "address_not_allowed"),
                denied(kind, "an unknown address", from(null), TENANT_ONLY, 403, "address_not_allowed"),
                denied(
                        kind,
                        "an unreadable CIDR",
                        bearer(key("batch-nowhere")),
                        TENANT_ONLY,
                        403,
                        "address_not_allowed"));
    }

    private static List<Case> people(RouteRef.Kind kind) {
        return List.of(
                denied(kind, "a suspended consumer", bearer(key("paused-1")), TENANT_ONLY, 403, "consumer_suspended"),
                denied(
                        kind,
                        "a consumer of a suspended tenant",
                        bearer(key("app-1")),
                        MEMBERS,
                        403,
                        "tenant_suspended"),
                allowed(
                        kind,
                        "a token's owner",
                        claims("alice"),
                        TENANT_ONLY,
                        DecisionWorld.ALICE,
                        "payments/all/requests"),
                denied(kind, "a token of nobody", claims("mallory"), TENANT_ONLY, 401, "invalid_credential"),
                denied(kind, "a token of another issuer", otherIssuer(), TENANT_ONLY, 401, "invalid_credential"),
                denied(kind, "a token two consumers claim", claims("twin"), TENANT_ONLY, 401, "invalid_credential"));
    }

    private static List<Case> routes(RouteRef.Kind kind) {
        return List.of(
                denied(kind, "another tenant's consumer", bearer(key("web-1")), TENANT_ONLY, 403, "not_permitted"),
                allowed(
                        kind,
                        "another tenant's consumer on a route for members",
                        bearer(key("web-1")),
                        MEMBERS,
                        DecisionWorld.WEB),
                denied(kind, "no credential on a route for members", none(), MEMBERS, 401, "missing_credential"),
                allowed(
                        kind,
                        "no credential on an open route",
                        none(),
                        OPEN,
                        DecisionWorld.NOBODY,
                        "payments/all/requests"),
                batch(kind, "a key on an open route", bearer(key("batch-1")), OPEN),
                denied(kind, "a bad key on an open route", bearer(key("nobody")), OPEN, 401, "invalid_credential"),
                denied(kind, "an open route of a suspended tenant", none(), "frozen/open", 403, "tenant_suspended"),
                denied(kind, "a route without rule", bearer(key("batch-1")), "payments/unruled", 403, "unknown_route"),
                denied(
                        kind,
                        "no credential on a route without rule",
                        none(),
                        "payments/unruled",
                        403,
                        "unknown_route"));
    }

    private static Case allowed(
            RouteRef.Kind kind, String name, Credentials credentials, String route, Caller caller, String... budgets) {
        return new Case(name, credentials, ref(kind, route), new Expected.Allowed(caller, List.of(budgets)));
    }

    private static Case batch(RouteRef.Kind kind, String name, Credentials credentials, String route) {
        return new Case(
                name,
                credentials,
                ref(kind, route),
                new Expected.Allowed(DecisionWorld.batch("batch-1"), BATCH_BUDGETS));
    }

    private static Case batch(RouteRef.Kind kind, String name, Credentials credentials, String route, String key) {
        Expected expected = new Expected.Allowed(DecisionWorld.batch(key), BATCH_BUDGETS.subList(0, 2));
        return new Case(name, credentials, ref(kind, route), expected);
    }

    private static Case denied(
            RouteRef.Kind kind, String name, Credentials credentials, String route, int status, String code) {
        return new Case(name, credentials, ref(kind, route), new Expected.Denied(status, code));
    }

    private static Case several(RouteRef.Kind kind, String name, Credentials credentials) {
        return denied(kind, name, credentials, TENANT_ONLY, 400, "several_credentials");
    }

    private static Case invalid(RouteRef.Kind kind, String name, String key) {
        return denied(kind, name, bearer(key), TENANT_ONLY, 401, "invalid_credential");
    }

    private static RouteRef ref(RouteRef.Kind kind, String route) {
        return RouteRef.parse(kind.label() + "/" + route);
    }

    private static String key(String name) {
        return DecisionWorld.key(name).text();
    }

    private static String mistyped(String key) {
        char last = key.charAt(30);
        return key.substring(0, 30) + (last == 'a' ? 'b' : 'a') + key.substring(31);
    }

    private static Credentials none() {
        return new Credentials(List.of(), List.of(), "192.0.2.1", Map.of());
    }

    private static Credentials bearer(String token) {
        return authorization("Bearer " + token);
    }

    private static String bearerOf(String key) {
        return "Bearer " + key(key);
    }

    private static Credentials authorization(String... values) {
        return new Credentials(List.of(values), List.of(), "192.0.2.1", Map.of());
    }

    private static Credentials apiKeys(String... values) {
        return new Credentials(List.of(), List.of(values), "192.0.2.1", Map.of());
    }

    private static Credentials both(String bearer, String apiKey) {
        return new Credentials(List.of("Bearer " + bearer), List.of(apiKey), "192.0.2.1", Map.of());
    }

    private static Credentials from(@Nullable String address) {
        return new Credentials(List.of(bearerOf("batch-office")), List.of(), address, Map.of());
    }

    private static Credentials claims(String subject, String... apiKeys) {
        return new Credentials(
                List.of("Bearer eyJhbGciOi.eyJpc3Mi.c2ln"),
                List.of(apiKeys),
                "192.0.2.1",
                Map.of("iss", "https://idp.example.com", "sub", subject));
    }

    private static Credentials otherIssuer() {
        return new Credentials(
                List.of("Bearer eyJhbGciOi.eyJpc3Mi.c2ln"),
                List.of(),
                "192.0.2.1",
                Map.of("iss", "https://other.example.com", "sub", "alice"));
    }
}
