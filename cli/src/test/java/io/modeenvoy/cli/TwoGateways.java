package io.modeenvoy.cli;

import io.modeenvoy.access.ApiKey;
import io.modeenvoy.access.ApiKeys;
import io.modeenvoy.policy.AccessMode;
import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.BudgetPolicy;
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
import io.modeenvoy.service.PolicySubscriber;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The policies of two Gateways, {@code a/a} and {@code b/b}: each has an AIRoute to a provider of its own and an HTTPRoute. One key is good for all. */
final class TwoGateways {
    static final ApiKey KEY = ApiKeys.generate("test", new Random(7));

    private static final byte[] PEPPER = "pepper".getBytes(StandardCharsets.UTF_8);

    private TwoGateways() {}

    /** Everything; the key is good from {@code cidr} only. */
    static void tell(PolicySubscriber subscriber, String cidr) {
        Map<String, Map<String, PolicyResource>> collections = new HashMap<>();
        subscriber.typeUrls().forEach(type -> collections.put(type, new HashMap<>()));
        for (PolicyResource resource : all(cidr)) {
            Map<String, PolicyResource> collection = collections.get(typeUrl(resource));
            if (collection != null) {
                collection.put(resource.resourceName(), resource);
            }
        }
        collections.forEach((type, upserts) -> subscriber.apply(new PolicyChange(type, upserts, Set.of())));
    }

    private static List<PolicyResource> all(String cidr) {
        List<PolicyResource> all = new ArrayList<>(List.of(
                new SecretValue("pepper/1", PEPPER),
                new TenantPolicy("pay", false),
                new ConsumerPolicy(name("pay/app"), "pay", false, List.of()),
                new KeyPolicy(
                        name("pay/app-1"),
                        name("pay/app"),
                        KEY.keyId(),
                        ApiKeys.digest("1", PEPPER, KEY),
                        null,
                        null,
                        List.of(cidr),
                        false)));
        all.addAll(gateway("a"));
        all.addAll(gateway("b"));
        return all;
    }

    private static List<PolicyResource> gateway(String id) {
        NamespacedName gateway = name(id + "/" + id);
        String secret = "secret/" + gateway + "/apiKey";
        AiRoutePolicy.Rule rule = new AiRoutePolicy.Rule(
                gateway + "/rule",
                List.of(),
                List.of(new AiRoutePolicy.Backend(gateway.toString(), gateway, null, 1, 0)));
        return List.of(
                new SecretValue(secret, ("sk-" + id).getBytes(StandardCharsets.UTF_8)),
                new ProviderPolicy(
                        gateway,
                        ProviderPolicy.Schema.OPENAI,
                        id + ".example",
                        "/v1",
                        new ProviderPolicy.Credential("authorization", "Bearer ", secret),
                        List.of()),
                new AiEntryPolicy(gateway + "/80/*", gateway, List.of(gateway)),
                new AiRoutePolicy(gateway, List.of(rule)),
                access(RouteRef.Kind.AI_ROUTE, gateway),
                access(RouteRef.Kind.HTTP_ROUTE, gateway));
    }

    private static RouteAccess access(RouteRef.Kind kind, NamespacedName gateway) {
        return new RouteAccess(new RouteRef(kind, gateway), AccessMode.AUTHENTICATED, "pay", List.of(gateway));
    }

    private static String typeUrl(PolicyResource resource) {
        return switch (resource) {
            case TenantPolicy _ -> PolicyTypes.TENANT;
            case ConsumerPolicy _ -> PolicyTypes.CONSUMER;
            case KeyPolicy _ -> PolicyTypes.KEY;
            case RouteAccess _ -> PolicyTypes.ROUTE;
            case BudgetPolicy _ -> PolicyTypes.BUDGET;
            case AiEntryPolicy _ -> PolicyTypes.AI_ENTRY;
            case AiRoutePolicy _ -> PolicyTypes.AI_ROUTE;
            case ProviderPolicy _ -> PolicyTypes.PROVIDER;
            case SecretValue _ -> PolicyTypes.SECRET;
        };
    }

    private static NamespacedName name(String text) {
        return NamespacedName.parse(text);
    }
}
