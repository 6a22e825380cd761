package io.modeenvoy.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.RouteRef;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Access itself answers as the table says. */
final class DecisionTableTest {
    private static final AccessSnapshot WORLD = AccessSnapshot.empty().with(DecisionTable.world());

    static Stream<DecisionTable.Case> cases() {
        return Arrays.stream(RouteRef.Kind.values()).flatMap(kind -> DecisionTable.cases(kind).stream());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decidesAsTheTableSays(DecisionTable.Case each) {
        Decision decision = WORLD.decide(each.credentials(), each.route(), DecisionTable.NOW);

        switch (each.expected()) {
            case DecisionTable.Expected.Allowed(var caller, var budgetIds) ->
                assertThat(decision).isInstanceOfSatisfying(Decision.Allow.class, allow -> {
                    assertThat(allow.caller()).isEqualTo(caller);
                    assertThat(ids(allow.budgets())).isEqualTo(budgetIds);
                });
            case DecisionTable.Expected.Denied(var status, var code) ->
                assertThat(decision).isInstanceOfSatisfying(Decision.Deny.class, deny -> {
                    assertThat(deny.denial().status()).isEqualTo(status);
                    assertThat(deny.denial().code()).isEqualTo(code);
                });
        }
    }

    private static List<String> ids(List<BudgetPolicy> budgets) {
        return budgets.stream().map(BudgetPolicy::id).toList();
    }
}
