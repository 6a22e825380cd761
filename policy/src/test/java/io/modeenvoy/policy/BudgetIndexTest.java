package io.modeenvoy.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BudgetIndexTest {
    private static final RouteRef CHAT = RouteRef.parse("airoute/payments/chat");
    private static final NamespacedName BATCH = new NamespacedName("payments", "batch");
    private static final NamespacedName KEY = new NamespacedName("payments", "batch-1");

    private final BudgetIndex index = new BudgetIndex(List.of(
            budget("route", BudgetTarget.Kind.AI_ROUTE, CHAT.name()),
            budget("key", BudgetTarget.Kind.API_KEY, KEY),
            budget("consumer", BudgetTarget.Kind.CONSUMER, BATCH),
            budget("tenant", BudgetTarget.Kind.TENANT, new NamespacedName("", "payments")),
            budget("other", BudgetTarget.Kind.TENANT, new NamespacedName("", "search")),
            budget("http", BudgetTarget.Kind.HTTP_ROUTE, CHAT.name())));

    @Test
    void findsTheBudgetsOfTenantConsumerKeyAndRoute() {
        assertThat(index.applicable(new Caller("payments", BATCH, KEY, "7Qm2xk"), CHAT))
                .extracting(BudgetPolicy::id)
                .containsExactly("tenant", "consumer", "key", "route");
    }

    @Test
    void countsACallWithoutCredentialForTenantAndRouteOnly() {
        assertThat(index.applicable(new Caller("payments", null, null, null), CHAT))
                .extracting(BudgetPolicy::id)
                .containsExactly("tenant", "route");
    }

    @Test
    void tellsANamespaceFromTheTenantOfItsName() {
        String namespace = TenantPolicy.ofNamespace("payments");
        BudgetIndex both = new BudgetIndex(List.of(
                budget(
                        "tenant",
                        BudgetTarget.Kind.TENANT,
                        BudgetTarget.ofTenant("payments").name()),
                budget(
                        "namespace",
                        BudgetTarget.Kind.TENANT,
                        BudgetTarget.ofTenant(namespace).name())));

        assertThat(both.applicable(new Caller("payments", null, null, null), CHAT))
                .extracting(BudgetPolicy::id)
                .containsExactly("tenant");
        assertThat(both.applicable(new Caller(namespace, null, null, null), CHAT))
                .extracting(BudgetPolicy::id)
                .containsExactly("namespace");
    }

    @Test
    void tellsRoutesOfDifferentKindsApart() {
        assertThat(index.applicable(new Caller("none", null, null, null), RouteRef.parse("httproute/payments/chat")))
                .extracting(BudgetPolicy::id)
                .containsExactly("http");
    }

    @Test
    void saysItsWindowInWords() {
        assertThat(new BudgetWindow.Sliding(Duration.ofMinutes(90)).inWords()).isEqualTo("in any 1h30m");
        assertThat(new BudgetWindow.Calendar(BudgetWindow.Span.MONTH, ZoneOffset.UTC).inWords())
                .isEqualTo("a calendar month");
    }

    private static BudgetPolicy budget(String id, BudgetTarget.Kind kind, NamespacedName target) {
        return new BudgetPolicy(
                id,
                new NamespacedName("payments", id),
                new BudgetTarget(kind, target),
                BudgetUnit.TOTAL_TOKENS,
                1000,
                "",
                new BudgetWindow.Sliding(Duration.ofHours(1)),
                BudgetMode.STRICT);
    }
}
