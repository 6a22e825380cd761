package io.modeenvoy.proc;

import io.modeenvoy.access.ApiKey;
import io.modeenvoy.access.ApiKeys;
import io.modeenvoy.policy.AccessMode;
import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetTarget;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.BudgetWindow;
import io.modeenvoy.policy.ConsumerPolicy;
import io.modeenvoy.policy.KeyPolicy;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.policy.ProviderPolicy;
import io.modeenvoy.policy.RouteAccess;
import io.modeenvoy.policy.RouteRef;
import io.modeenvoy.policy.SecretValue;
import io.modeenvoy.policy.TenantPolicy;
import io.modeenvoy.policy.wire.PolicyTypes;
import io.modeenvoy.service.PolicyChange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A small world: tenant pay with a consumer and a key; a route with one backend for {@code one}, two for {@code two}; another tenant's route. */
final class World {
    static final String ENTRY = "http/ai.example.com";
    static final ApiKey KEY = ApiKeys.generate("test", new Random(7));
    static final NamespacedName CHAT = name("pay/chat");
    private static final byte[] PEPPER = "pepper".getBytes(StandardCharsets.UTF_8);

    private World() {}

    static List<PolicyResource> resources() {
        return List.of(
                new SecretValue("pepper/1", PEPPER),
                new SecretValue("secret/pay/first/apiKey", "sk-first\n".getBytes(StandardCharsets.UTF_8)),
                new SecretValue("secret/pay/second/apiKey", "sk-second".getBytes(StandardCharsets.UTF_8)),
                new TenantPolicy("pay", false),
                new ConsumerPolicy(name("pay/app"), "pay", false, List.of()),
                new KeyPolicy(
                        name("pay/app-1"),
                        name("pay/app"),
                        KEY.keyId(),
                        ApiKeys.digest("1", PEPPER, KEY),
                        null,
                        null,
                        List.of(),
                        false),
                new RouteAccess(new RouteRef(RouteRef.Kind.AI_ROUTE, CHAT), AccessMode.TENANT, "pay"),
                new RouteAccess(new RouteRef(RouteRef.Kind.AI_ROUTE, name("other/chat")), AccessMode.TENANT, "other"),
                new ProviderPolicy(
                        name("pay/first"),
                        ProviderPolicy.Schema.OPENAI,
                        "first.example",
                        "/v1",
                        new ProviderPolicy.Credential("authorization", "Bearer ", "secret/pay/first/apiKey"),
                        List.of(
                                new ProviderPolicy.Model("real", 100_000, 2_000, prices(1_000_000_000, 2_000_000_000)),
                                new ProviderPolicy.Model("gpt-4o", 0, 0, null))),
                new ProviderPolicy(
                        name("pay/second"),
                        ProviderPolicy.Schema.OPENAI,
                        "second.example",
                        "/api/v1",
                        new ProviderPolicy.Credential("x-second-key", "", "secret/pay/second/apiKey"),
                        List.of()),
                new AiEntryPolicy(ENTRY, List.of(CHAT, name("other/chat"))),
                new AiRoutePolicy(
                        CHAT,
                        List.of(
                                rule("pay/chat/one", "one", backend("pay/first", "real", 0)),
                                rule("pay/chat/free", "gpt-*", backend("pay/first", null, 0)),
                                rule(
                                        "pay/chat/two",
                                        "two",
                                        backend("pay/first", "real", 0),
                                        backend("pay/second", null, 1)),
                                soon(),
                                rule("pay/chat/ghost", "ghost", backend("pay/ghost", null, 0)))),
                new AiRoutePolicy(
                        name("other/chat"), List.of(rule("other/chat/x", "theirs", backend("pay/first", null, 0)))));
    }

    /** With a time to the first token. */
    private static AiRoutePolicy.Rule soon() {
        return new AiRoutePolicy.Rule(
                "pay/chat/soon",
                List.of(new AiRoutePolicy.Match(List.of("soon"), Map.of())),
                List.of(backend("pay/first", "real", 0), backend("pay/second", null, 1)),
                Duration.ofSeconds(2));
    }

    static ProviderPolicy.Prices prices(long input, long output) {
        return new ProviderPolicy.Prices("USD", input, input / 2, output);
    }

    static AiRoutePolicy.Rule rule(String id, String model, AiRoutePolicy.Backend... backends) {
        return new AiRoutePolicy.Rule(
                id, List.of(new AiRoutePolicy.Match(List.of(model), Map.of())), List.of(backends));
    }

    /** What selects the Envoy route of a rule. */
    static String selector(String id) {
        Map<NamespacedName, ProviderPolicy> providers = resources().stream()
                .flatMap(resource -> resource instanceof ProviderPolicy provider ? Stream.of(provider) : Stream.of())
                .collect(Collectors.toMap(ProviderPolicy::name, provider -> provider));
        return resources().stream()
                .flatMap(resource -> resource instanceof AiRoutePolicy route ? route.rules().stream() : Stream.of())
                .filter(rule -> rule.id().equals(id))
                .map(rule -> rule.selector(providers::get))
                .findFirst()
                .orElseThrow();
    }

    static AiRoutePolicy.Backend backend(String provider, @Nullable String model, int priority) {
        String id = model == null ? provider : provider + "@" + model;
        return new AiRoutePolicy.Backend(id, name(provider), model, 1, priority);
    }

    static BudgetPolicy budget(BudgetUnit unit, BudgetMode mode) {
        return new BudgetPolicy(
                "pay/b/" + unit,
                name("pay/b"),
                new BudgetTarget(BudgetTarget.Kind.TENANT, name("pay")),
                unit,
                1_000_000,
                unit == BudgetUnit.MONEY ? "USD" : "",
                new BudgetWindow.Calendar(BudgetWindow.Span.DAY, ZoneOffset.UTC),
                mode);
    }

    static void apply(ProcPolicies policies, List<? extends PolicyResource> resources) {
        Map<String, Map<String, PolicyResource>> byType = new HashMap<>();
        for (PolicyResource resource : resources) {
            byType.computeIfAbsent(typeUrl(resource), type -> new HashMap<>()).put(resource.resourceName(), resource);
        }
        PolicyTypes.ALL.forEach(type -> byType.computeIfAbsent(type, none -> new HashMap<>()));
        byType.forEach((type, upserts) -> policies.apply(new PolicyChange(type, upserts, Set.of())));
    }

    private static String typeUrl(PolicyResource resource) {
        return switch (resource) {
            case TenantPolicy tenant -> PolicyTypes.TENANT;
            case ConsumerPolicy consumer -> PolicyTypes.CONSUMER;
            case KeyPolicy key -> PolicyTypes.KEY;
            case RouteAccess route -> PolicyTypes.ROUTE;
            case BudgetPolicy budget -> PolicyTypes.BUDGET;
            case AiEntryPolicy entry -> PolicyTypes.AI_ENTRY;
            case AiRoutePolicy route -> PolicyTypes.AI_ROUTE;
            case ProviderPolicy provider -> PolicyTypes.PROVIDER;
            case SecretValue secret -> PolicyTypes.SECRET;
        };
    }

    static NamespacedName name(String text) {
        return NamespacedName.parse(text);
    }
}
