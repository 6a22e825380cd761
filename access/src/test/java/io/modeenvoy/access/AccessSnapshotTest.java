package io.modeenvoy.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.policy.AccessMode;
import io.modeenvoy.policy.BudgetIndex;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetTarget;
import io.modeenvoy.policy.Caller;
import io.modeenvoy.policy.ConsumerPolicy;
import io.modeenvoy.policy.KeyPolicy;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteAccess;
import io.modeenvoy.policy.RouteRef;
import io.modeenvoy.policy.SecretValue;
import io.modeenvoy.policy.TenantPolicy;
import io.modeenvoy.policy.wire.PolicyTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class AccessSnapshotTest {
    private static final AccessSnapshot WORLD = AccessSnapshot.empty().with(DecisionTable.world());
    private static final RouteRef ROUTE = RouteRef.parse("httproute/payments/tenant-only");
    private static final RouteRef OPEN = RouteRef.parse("httproute/payments/open");

    private static final List<RouteRef.Kind> KINDS = List.of(RouteRef.Kind.values());
    private static final List<BudgetTarget.Kind> TARGETS = List.of(BudgetTarget.Kind.values());

    @Test
    void letsNobodyInWhenEmpty() {
        assertThat(code(AccessSnapshot.empty(), "batch-1")).isEqualTo("keys_unavailable");
        assertThat(AccessSnapshot.empty().decide(noCredentials(), OPEN, DecisionTable.NOW))
                .isInstanceOfSatisfying(
                        Decision.Deny.class,
                        deny -> assertThat(deny.denial().code()).isEqualTo("unknown_route"));
    }

    @Test
    void forgetsARemovedKey() {
        AccessSnapshot without = WORLD.without(PolicyTypes.KEY, List.of("payments/batch-1"));

        assertThat(code(without, "batch-1")).isEqualTo("invalid_credential");
        assertThat(code(WORLD, "batch-1")).isEqualTo("allowed");
    }

    @Test
    void takesARevocationOver() {
        KeyPolicy key = DecisionWorld.keyPolicy("payments/batch-1", "payments/batch", List.of());
        KeyPolicy revoked =
                new KeyPolicy(key.name(), key.consumer(), key.keyId(), key.digest(), null, null, List.of(), true);

        assertThat(detail(WORLD.with(List.of(revoked)), "batch-1")).isEqualTo("revoked");
    }

    @Test
    void followsAKeyObjectThatIsRenamed() {
        KeyPolicy key = DecisionWorld.keyPolicy("payments/batch-1", "payments/batch", List.of());
        KeyPolicy renamed = new KeyPolicy(
                NamespacedName.parse("payments/renamed"),
                key.consumer(),
                key.keyId(),
                key.digest(),
                null,
                null,
                List.of(),
                false);

        AccessSnapshot both = WORLD.with(List.of(renamed));
        AccessSnapshot after = both.without(PolicyTypes.KEY, List.of("payments/batch-1"));

        assertThat(code(both, "batch-1")).isEqualTo("allowed");
        assertThat(code(after, "batch-1")).isEqualTo("allowed");
    }

    @Test
    void refusesAKeyWhoseOnlyLiveCopyIsRevokedElsewhere() {
        KeyPolicy key = DecisionWorld.keyPolicy("payments/batch-1", "payments/batch", List.of());
        KeyPolicy revokedCopy = new KeyPolicy(
                NamespacedName.parse("payments/zz-copy"),
                key.consumer(),
                key.keyId(),
                key.digest(),
                null,
                null,
                List.of(),
                true);

        assertThat(detail(WORLD.with(List.of(revokedCopy)), "batch-1")).isEqualTo("revoked");
    }

    @Test
    void forgetsAPepper() {
        AccessSnapshot without = WORLD.without(PolicyTypes.SECRET, List.of(SecretValue.pepperName("1")));

        assertThat(code(WORLD, "batch-former")).isEqualTo("allowed");
        assertThat(detail(without, "batch-former")).isEqualTo("unknown");
        assertThat(code(without, "batch-1")).isEqualTo("allowed");
    }

    @Test
    void forgetsEachCollection() {
        assertThat(code(WORLD.without(PolicyTypes.ROUTE, List.of(ROUTE.toString())), "batch-1"))
                .isEqualTo("unknown_route");
        assertThat(detail(WORLD.without(PolicyTypes.CONSUMER, List.of("payments/batch")), "batch-1"))
                .isEqualTo("no_consumer");
        assertThat(code(WORLD.without(PolicyTypes.TENANT, List.of("frozen")), "app-1"))
                .isEqualTo("not_permitted");
        assertThat(budgets(WORLD.without(PolicyTypes.BUDGET, List.of("payments/batch/requests"))))
                .containsExactly("payments/all/requests", "payments/batch-1/requests");
    }

    @Test
    void tellsTheSameToTheClientWhateverIsWrongWithAKey() {
        assertThat(List.of("batch-expired", "batch-future", "batch-revoked", "nobody", "orphan-1", "claimed"))
                .extracting(key -> denial(WORLD, key))
                .extracting(denial -> denial.status() + denial.code() + denial.message())
                .containsOnly(denial(WORLD, "nobody").status()
                        + denial(WORLD, "nobody").code()
                        + denial(WORLD, "nobody").message());
    }

    @Test
    void helpsWhoSendsSomethingElseThanOurKey() {
        assertThat(List.of(
                        "Basic YTpi",
                        "Bearer sk-proj-1",
                        DecisionWorld.key("batch-1").text()))
                .extracting(header -> new Credentials(List.of(header), List.of(), null, Map.of()))
                .extracting(credentials -> WORLD.decide(credentials, ROUTE, DecisionTable.NOW))
                .allSatisfy(decision -> assertThat(decision)
                        .isInstanceOfSatisfying(
                                Decision.Deny.class,
                                deny -> assertThat(deny.denial().message()).contains("Authorization: Bearer me_...")));
    }

    @Test
    void choosesTheConsumerThatNamesMostOfAToken() {
        ConsumerPolicy anyone = consumer("shop/anyone", Map.of());
        ConsumerPolicy group = consumer("shop/group", Map.of("group", "ops"));
        ConsumerPolicy person = consumer("shop/person", Map.of("group", "ops", "sub", "bob"));
        AccessSnapshot snapshot = WORLD.with(List.of(anyone, group, person));

        assertThat(owner(snapshot, Map.of("sub", "carol"))).isEqualTo("shop/anyone");
        assertThat(owner(snapshot, Map.of("sub", "carol", "group", "ops"))).isEqualTo("shop/group");
        assertThat(owner(snapshot, Map.of("sub", "bob", "group", "ops"))).isEqualTo("shop/person");
        assertThat(owner(
                        snapshot.without(PolicyTypes.CONSUMER, List.of("shop/person")),
                        Map.of("sub", "bob", "group", "ops")))
                .isEqualTo("shop/group");
    }

    @Test
    void findsTheBudgetsThatBudgetIndexFinds() {
        Random random = new Random(7);
        Map<String, BudgetPolicy> model = new HashMap<>();
        Budgets budgets = Budgets.empty();
        for (int step = 0; step < 2000; step++) {
            String id = "b" + random.nextInt(60);
            if (random.nextInt(4) == 0) {
                model.remove(id);
                budgets = budgets.without(id);
            } else {
                BudgetPolicy budget = randomBudget(id, random);
                model.put(id, budget);
                budgets = budgets.with(budget);
            }
            Caller caller = new Caller(
                    "t" + random.nextInt(3),
                    NamespacedName.parse("n/t" + random.nextInt(3)),
                    NamespacedName.parse("n/t1"),
                    "k");
            RouteRef route = new RouteRef(KINDS.get(random.nextInt(2)), NamespacedName.parse("n/t2"));

            assertThat(budgets.applicable(caller, route))
                    .isEqualTo(new BudgetIndex(model.values()).applicable(caller, route));
        }
    }

    @Test
    void namesNothingOfAnotherTenantInADenial() {
        AccessSnapshot snapshot = AccessSnapshot.empty().with(DecisionWorld.resources());
        List<Decision> decisions = Stream.of("payments/tenant-only", "payments/unruled", "frozen/open")
                .map(route -> RouteRef.parse("httproute/" + route))
                .map(route -> snapshot.decide(bearer("web-1"), route, DecisionTable.NOW))
                .toList();

        assertThat(decisions)
                .hasSize(3)
                .allSatisfy(decision -> assertThat(decision)
                        .isInstanceOfSatisfying(
                                Decision.Deny.class,
                                deny -> assertThat(deny.denial().message()
                                                + deny.denial().detail())
                                        .doesNotContain("payments", "frozen", "tenant-only", "unruled")));
    }

    @Test
    void aNamespaceIsNotTheTenantOfItsName() {
        String namespace = TenantPolicy.ofNamespace("shop");
        AccessSnapshot snapshot = AccessSnapshot.empty()
                .with(DecisionWorld.resources())
                .with(List.of(
                        new TenantPolicy(namespace, false),
                        new TenantPolicy("shop", true),
                        new ConsumerPolicy(NamespacedName.parse("shop/web"), namespace, false, List.of()),
                        new RouteAccess(RouteRef.parse("httproute/shop/own"), AccessMode.TENANT, namespace),
                        new RouteAccess(RouteRef.parse("httproute/real/one"), AccessMode.TENANT, "shop"),
                        DecisionWorld.budget("shop/all", BudgetTarget.Kind.TENANT, namespace),
                        DecisionWorld.budget("real/all", BudgetTarget.Kind.TENANT, "shop")));

        Decision own = snapshot.decide(bearer("web-1"), RouteRef.parse("httproute/shop/own"), DecisionTable.NOW);
        Decision real = snapshot.decide(bearer("web-1"), RouteRef.parse("httproute/real/one"), DecisionTable.NOW);

        assertThat(own)
                .isInstanceOfSatisfying(
                        Decision.Allow.class,
                        allow -> assertThat(allow.budgets())
                                .extracting(BudgetPolicy::id)
                                .containsExactly("shop/all"));
        assertThat(real).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void hidesCredentialsWhenPrinted() {
        assertThat(bearer("batch-1").toString()).doesNotContain("me_").doesNotContain("Bearer");
    }

    private static BudgetPolicy randomBudget(String id, Random random) {
        BudgetTarget.Kind kind = TARGETS.get(random.nextInt(5));
        String target = (kind == BudgetTarget.Kind.TENANT ? "t" : "n/t") + random.nextInt(3);
        return DecisionWorld.budget(id, kind, target);
    }

    private static ConsumerPolicy consumer(String name, Map<String, String> claims) {
        return new ConsumerPolicy(
                NamespacedName.parse(name),
                "shop",
                false,
                List.of(new ConsumerPolicy.JwtIdentity("https://shop.example.com", claims)));
    }

    private static String owner(AccessSnapshot snapshot, Map<String, String> claims) {
        Map<String, String> all = new HashMap<>(claims);
        all.put("iss", "https://shop.example.com");
        Authentication authentication =
                snapshot.authenticate(new Credentials(List.of(), List.of(), null, all), DecisionTable.NOW);
        return authentication instanceof Authentication.Known(Caller caller)
                ? String.valueOf(caller.consumer())
                : "nobody";
    }

    private static Credentials noCredentials() {
        return new Credentials(List.of(), List.of(), null, Map.of());
    }

    private static Credentials bearer(String key) {
        return new Credentials(List.of("Bearer " + DecisionWorld.key(key).text()), List.of(), "192.0.2.1", Map.of());
    }

    private static String code(AccessSnapshot snapshot, String key) {
        return switch (snapshot.decide(bearer(key), ROUTE, DecisionTable.NOW)) {
            case Decision.Allow allow -> "allowed";
            case Decision.Deny(var denial) -> denial.code();
        };
    }

    private static Denial denial(AccessSnapshot snapshot, String key) {
        return switch (snapshot.decide(bearer(key), ROUTE, DecisionTable.NOW)) {
            case Decision.Allow allow -> throw new AssertionError("allowed: " + allow);
            case Decision.Deny(var denial) -> denial;
        };
    }

    private static String detail(AccessSnapshot snapshot, String key) {
        return denial(snapshot, key).detail();
    }

    private static List<String> budgets(AccessSnapshot snapshot) {
        return switch (snapshot.decide(bearer("batch-1"), ROUTE, DecisionTable.NOW)) {
            case Decision.Allow allow ->
                new ArrayList<>(allow.budgets().stream().map(BudgetPolicy::id).toList());
            case Decision.Deny deny -> throw new AssertionError("denied: " + deny);
        };
    }
}
