package io.modeenvoy.access;

import io.modeenvoy.policy.AccessMode;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetTarget;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.BudgetWindow;
import io.modeenvoy.policy.Caller;
import io.modeenvoy.policy.ConsumerPolicy;
import io.modeenvoy.policy.KeyPolicy;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.policy.RouteAccess;
import io.modeenvoy.policy.RouteRef;
import io.modeenvoy.policy.SecretValue;
import io.modeenvoy.policy.TenantPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The policy in front of which {@link DecisionTable} happens: three tenants, one of them suspended. */
final class DecisionWorld {
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final Caller WEB = caller("shop", "shop/web", "shop/web-1", "web-1");
    static final Caller ALICE = new Caller("payments", NamespacedName.parse("payments/alice"), null, null);
    static final Caller NOBODY = new Caller("payments", null, null, null);

    private static final byte[] PEPPER = "pepper of the table".getBytes(StandardCharsets.UTF_8);
    private static final byte[] FORMER_PEPPER = "former pepper of the table".getBytes(StandardCharsets.UTF_8);

    private DecisionWorld() {}

    static Caller batch(String key) {
        return caller("payments", "payments/batch", "payments/" + key, key);
    }

    /** The key whose object is called {@code name}: always the same. */
    static ApiKey key(String name) {
        return ApiKeys.generate("test", new Random(name.hashCode()));
    }

    static List<PolicyResource> resources() {
        List<PolicyResource> resources = new ArrayList<>(List.of(
                new TenantPolicy("payments", false),
                new TenantPolicy("frozen", true),
                new SecretValue(SecretValue.pepperName("2"), PEPPER),
                new SecretValue(SecretValue.pepperName("1"), FORMER_PEPPER),
                new SecretValue("secret/payments/openai/apiKey", "sk-provider".getBytes(StandardCharsets.UTF_8))));
        resources.addAll(consumers());
        resources.addAll(keys());
        for (RouteRef.Kind kind : RouteRef.Kind.values()) {
            resources.add(route(kind, "payments/tenant-only", AccessMode.TENANT, "payments"));
            resources.add(route(kind, "payments/members", AccessMode.AUTHENTICATED, "payments"));
            resources.add(route(kind, "payments/open", AccessMode.ANYONE, "payments"));
            resources.add(route(kind, "frozen/open", AccessMode.ANYONE, "frozen"));
        }
        resources.add(budget("payments/all/requests", BudgetTarget.Kind.TENANT, "payments"));
        resources.add(budget("payments/batch/requests", BudgetTarget.Kind.CONSUMER, "payments/batch"));
        resources.add(budget("payments/batch-1/requests", BudgetTarget.Kind.API_KEY, "payments/batch-1"));
        return resources;
    }

    static KeyPolicy keyPolicy(String name, String consumer, List<String> cidrs) {
        return key(name, consumer, null, null, cidrs, false);
    }

    static BudgetPolicy budget(String id, BudgetTarget.Kind kind, String target) {
        return new BudgetPolicy(
                id,
                NamespacedName.parse("payments/any"),
                new BudgetTarget(kind, NamespacedName.parse(target)),
                BudgetUnit.REQUESTS,
                100,
                "",
                new BudgetWindow.Sliding(Duration.ofHours(1)),
                BudgetMode.STRICT);
    }

    private static List<ConsumerPolicy> consumers() {
        return List.of(
                consumer("payments/batch", "payments", false, List.of()),
                consumer("payments/paused", "payments", true, List.of()),
                consumer("payments/alice", "payments", false, List.of(Map.of("sub", "alice"))),
                consumer("payments/twin-1", "payments", false, List.of(Map.of("sub", "twin"))),
                consumer("payments/twin-2", "payments", false, List.of(Map.of("sub", "twin"))),
                consumer("shop/web", "shop", false, List.of()),
                consumer("frozen/app", "frozen", false, List.of()));
    }

    private static List<KeyPolicy> keys() {
        KeyPolicy claimed = keyPolicy("payments/claimed", "payments/batch", List.of());
        return List.of(
                keyPolicy("payments/batch-1", "payments/batch", List.of()),
                key("payments/batch-expired", "payments/batch", null, NOW, List.of(), false),
                key("payments/batch-future", "payments/batch", NOW.plusSeconds(1), null, List.of(), false),
                key("payments/batch-revoked", "payments/batch", null, null, List.of(), true),
                former("payments/batch-former", "payments/batch"),
                keyPolicy("payments/batch-office", "payments/batch", List.of("10.0.0.0/8", "2001:db8::/32")),
                keyPolicy("payments/batch-nowhere", "payments/batch", List.of("10.0.0.0/99")),
                keyPolicy("payments/paused-1", "payments/paused", List.of()),
                keyPolicy("payments/orphan-1", "payments/gone", List.of()),
                keyPolicy("shop/web-1", "shop/web", List.of()),
                keyPolicy("frozen/app-1", "frozen/app", List.of()),
                claimed,
                new KeyPolicy(
                        NamespacedName.parse("shop/claimed"),
                        NamespacedName.parse("shop/web"),
                        claimed.keyId(),
                        claimed.digest(),
                        null,
                        null,
                        List.of(),
                        false));
    }

    private static ConsumerPolicy consumer(
            String name, String tenant, boolean suspended, List<Map<String, String>> claims) {
        return new ConsumerPolicy(
                NamespacedName.parse(name),
                tenant,
                suspended,
                claims.stream()
                        .map(each -> new ConsumerPolicy.JwtIdentity("https://idp.example.com", each))
                        .toList());
    }

    private static KeyPolicy key(
            String name,
            String consumer,
            @Nullable Instant notBefore,
            @Nullable Instant expiresAt,
            List<String> cidrs,
            boolean revoked) {
        NamespacedName parsed = NamespacedName.parse(name);
        ApiKey key = key(parsed.name());
        return new KeyPolicy(
                parsed,
                NamespacedName.parse(consumer),
                key.keyId(),
                ApiKeys.digest("2", PEPPER, key),
                notBefore,
                expiresAt,
                cidrs,
                revoked);
    }

    private static KeyPolicy former(String name, String consumer) {
        NamespacedName parsed = NamespacedName.parse(name);
        ApiKey key = key(parsed.name());
        return new KeyPolicy(
                parsed,
                NamespacedName.parse(consumer),
                key.keyId(),
                ApiKeys.digest("1", FORMER_PEPPER, key),
                null,
                null,
                List.of(),
                false);
    }

    private static RouteAccess route(RouteRef.Kind kind, String name, AccessMode mode, String tenant) {
        return new RouteAccess(new RouteRef(kind, NamespacedName.parse(name)), mode, tenant);
    }

    private static Caller caller(String tenant, String consumer, String key, String keyName) {
        return new Caller(
                tenant,
                NamespacedName.parse(consumer),
                NamespacedName.parse(key),
                key(keyName).keyId());
    }
}
