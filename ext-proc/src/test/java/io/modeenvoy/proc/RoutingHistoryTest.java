package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.policy.wire.PolicyTypes;
import io.modeenvoy.proc.rule.AiPolicies;
import io.modeenvoy.service.PolicyChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RoutingHistoryTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final AiPolicies OLD = policies("old");
    private static final AiPolicies NEW = policies("new");

    private final RoutingHistory history = RoutingHistory.of(OLD).plus(NEW, NOON);

    @Test
    void aCallThatBeganBeforeAChangeIsRoutedAsBefore() {
        assertThat(history.at(NOON.minusMillis(1), NOON.plusMillis(300))).isEqualTo(OLD);
    }

    @Test
    void aCallThatBeganWellAfterAChangeIsRoutedByIt() {
        assertThat(history.at(NOON.plusMillis(51), NOON.plusMillis(52))).isEqualTo(NEW);
    }

    @Test
    void aWorkerOfEnvoyMayBeALittleBehind() {
        assertThat(history.at(NOON.plusMillis(10), NOON.plusMillis(10))).isEqualTo(OLD);
    }

    @Test
    void noRuleIsChosenWhoseGraceIsOverWhateverTheClocksSay() {
        assertThat(history.at(Instant.EPOCH, NOON.plusSeconds(5))).isEqualTo(NEW);
        assertThat(history.at(NOON.plusSeconds(3600), NOON.plusSeconds(1))).isEqualTo(NEW);
    }

    @Test
    void forgetsWhatNoCallCanAskForAnyMore() {
        RoutingHistory later = history;
        for (int second = 1; second <= 20; second++) {
            later = later.plus(NEW, NOON.plusSeconds(second));
        }

        assertThat(later.moments()).hasSizeBetween(4, 6);
        assertThat(later.at(NOON, NOON.plusSeconds(20))).isEqualTo(NEW);
    }

    @Test
    void aClockThatIsSetBackBringsNoOldRulesBack() {
        Instant back = NOON.minusSeconds(600);

        assertThat(history.at(back, back)).isEqualTo(NEW);
        assertThat(history.at(NOON.plusSeconds(1), back)).isEqualTo(NEW);
    }

    @Test
    void aChangeAfterTheClockWasSetBackForgetsTheMomentsToCome() {
        AiPolicies newest = policies("newest");
        RoutingHistory later = history.plus(newest, NOON.minusSeconds(600));

        assertThat(later.moments()).hasSize(1);
        assertThat(later.at(NOON.minusSeconds(590), NOON.minusSeconds(590))).isEqualTo(newest);
        assertThat(later.at(NOON, NOON.plusSeconds(1))).isEqualTo(newest);
    }

    @Test
    void whoMayCallIsAlwaysDecidedByTheNewest() {
        Instant[] now = {NOON};
        ProcPolicies policies = new ProcPolicies(() -> now[0]);
        World.apply(policies, World.resources());
        now[0] = NOON.plusSeconds(60);
        policies.apply(new PolicyChange(PolicyTypes.AI_ENTRY, Map.of(), Set.of(World.ENTRY)));
        policies.apply(new PolicyChange(PolicyTypes.KEY, Map.of(), Set.of("pay/one")));

        ProcPolicies.Snapshot before = policies.asOf(NOON.plusSeconds(59));

        assertThat(before.ai().entries()).containsKey(World.ENTRY);
        assertThat(before.access()).isSameAs(policies.snapshot().access());
        assertThat(policies.snapshot().ai().entries()).doesNotContainKey(World.ENTRY);
    }

    @Test
    void whatCameBeforeEverythingWasThereIsNoHistory() {
        ProcPolicies policies = new ProcPolicies(() -> NOON);
        World.apply(policies, World.resources());

        assertThat(policies.asOf(NOON.minusSeconds(1)).ai().entries()).containsKey(World.ENTRY);
    }

    @Test
    void envoyTellsWhenARequestBegan() {
        assertThat(Head.begun(request("2026-11-20T12:00:00.123456+00:00"))).isEqualTo(NOON.plusNanos(123_456_000));
        assertThat(Head.begun(request("2026-11-20T12:00:00+00:00"))).isEqualTo(NOON);
        assertThat(Head.begun(request(null))).isNull();
    }

    private static ProcessingRequest request(@Nullable String time) {
        Struct.Builder attributes = Struct.newBuilder();
        if (time != null) {
            attributes.putFields(
                    "request.time", Value.newBuilder().setStringValue(time).build());
        }
        return ProcessingRequest.newBuilder()
                .putAttributes("envoy.filters.http.ext_proc", attributes.build())
                .build();
    }

    private static AiPolicies policies(String name) {
        PolicyResource entry = new AiEntryPolicy(name, List.of());
        return AiPolicies.empty().with(List.of(entry));
    }
}
