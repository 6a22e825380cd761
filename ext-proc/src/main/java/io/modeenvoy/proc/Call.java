package io.modeenvoy.proc;

import io.modeenvoy.ledger.Hold;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.Caller;
import io.modeenvoy.proc.charge.Bounds;
import io.modeenvoy.proc.openai.ApiPath;
import io.modeenvoy.proc.request.RequestScan;
import io.modeenvoy.proc.rule.AiPolicies;
import io.modeenvoy.proc.rule.RuleChoice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that may go on, if its budgets have room.
 *
 * @param id identity of the exchange and of its reservation
 * @param host the {@code :authority} the client sent
 * @param headers what of the client's headers matters to providers
 * @param budgets all that must have room
 * @param holds one a budget
 * @param backends the rule's backends whose provider is known, never empty
 * @param hops the entries of ours that it has passed, this one included
 * @param policies those that were in force when the call was decided
 */
record Call(
        String id,
        ApiPath.Call path,
        String host,
        CallerHeaders headers,
        RequestScan scan,
        RuleChoice choice,
        Caller caller,
        List<BudgetPolicy> budgets,
        List<Hold> holds,
        List<Bounds> backends,
        String hops,
        AiPolicies policies) {

    /** Whether Envoy chooses among backends, so that each attempt is written for the one it chose. */
    boolean attemptLevel() {
        return choice.rule().backends().size() > 1;
    }

    /** After which Envoy gives up an attempt; null = not for that. Only answers that stream have a first token. */
    @Nullable
    Duration firstToken() {
        return scan.stream() ? choice.rule().firstToken() : null;
    }

    Optional<Bounds> backend(String id) {
        return backends.stream()
                .filter(bounds -> bounds.target().backend().id().equals(id))
                .findFirst();
    }

    CallMetadata metadata() {
        return new CallMetadata()
                .put("exchange", id)
                .put("path", path.endpoint().path())
                .put("host", host)
                .put("tenant", caller.tenant())
                .put("consumer", caller.consumer())
                .put("key", caller.key())
                .put("key_id", caller.keyId())
                .put("route", choice.route())
                .put("rule", choice.rule().id())
                .put("operation", path.endpoint().operation())
                .put("model_asked", scan.model())
                .put("stream", scan.stream());
    }
}
