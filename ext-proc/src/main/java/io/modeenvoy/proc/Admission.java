package io.modeenvoy.proc;

import com.google.protobuf.ByteString;
import io.modeenvoy.access.Authentication;
import io.modeenvoy.access.Decision;
import io.modeenvoy.ledger.Hold;
import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.Caller;
import io.modeenvoy.proc.charge.Bounds;
import io.modeenvoy.proc.charge.CallSize;
import io.modeenvoy.proc.charge.Charges;
import io.modeenvoy.proc.openai.ApiError;
import io.modeenvoy.proc.openai.ApiPath;
import io.modeenvoy.proc.openai.Endpoint;
import io.modeenvoy.proc.openai.ModelList;
import io.modeenvoy.proc.request.RequestScan;
import io.modeenvoy.proc.request.ScanResult;
import io.modeenvoy.proc.rule.RuleChoice;
import io.modeenvoy.proc.rule.Target;
import java.util.List;
import java.util.Optional;

/** The decision at the end of a request's body, but for the room in its budgets. Pure. */
sealed interface Admission {
    /** It may go on. */
    record Admitted(Call call) implements Admission {}

    /** It may not. */
    record Refused(ApiError error) implements Admission {}

    /**
     * What is known at the headers.
     *
     * @param sender whose bodies are counted together: the consumer's, or those from the address of a caller nobody knows
     */
    record Asked(
            String id,
            ApiPath.Call path,
            Head head,
            Authentication who,
            String sender,
            AiEntryPolicy entry,
            ProcPolicies.Snapshot policies) {}

    static Admission decide(Asked asked, ByteString body, long defaultOutput) {
        return switch (RequestScan.scan(body)) {
            case ScanResult.Refused(ApiError error) -> new Refused(error);
            case ScanResult.Scanned(RequestScan scan) ->
                choose(asked, new CallSize(asked.path().endpoint(), scan, body.size(), defaultOutput));
        };
    }

    private static Admission choose(Asked asked, CallSize size) {
        if (size.endpoint() == Endpoint.RESPONSES && size.scan().background()) {
            return new Refused(Refusals.BACKGROUND);
        }
        String model = size.scan().model();
        Optional<RuleChoice> choice =
                RuleChoice.choose(asked.entry(), asked.policies().ai(), model, asked.head());
        if (choice.isEmpty()) {
            return new Refused(ModelList.notFound(model));
        }
        return switch (asked.policies()
                .access()
                .authorize(asked.who(), choice.get().route())) {
            case Decision.Deny(var denial) -> new Refused(Refusals.denied(denial));
            case Decision.Allow(Caller caller, List<BudgetPolicy> budgets) ->
                admit(asked, size, choice.get(), caller, budgets);
        };
    }

    private static Admission admit(
            Asked asked, CallSize size, RuleChoice choice, Caller caller, List<BudgetPolicy> budgets) {
        List<Target> targets =
                Target.of(choice.rule(), size.scan().model(), asked.policies().ai());
        if (targets.isEmpty()) {
            return new Refused(Refusals.noProvider(choice));
        }
        Optional<ApiError> refusal =
                Unjudged.refusal(size, targets, budgets).or(() -> Charges.unpriced(budgets, targets));
        if (refusal.isPresent()) {
            return new Refused(refusal.get());
        }
        List<Bounds> backends =
                targets.stream().map(target -> Bounds.of(size, target, budgets)).toList();
        List<Hold> holds = Charges.holds(budgets, backends);
        return new Admitted(new Call(
                asked.id(),
                asked.path(),
                asked.head().text(":authority"),
                CallerHeaders.of(asked.head(), targets),
                size.scan(),
                choice,
                caller,
                budgets,
                holds,
                backends,
                Hops.behind(asked.head().get(Hops.HEADER), asked.entry().name()),
                asked.policies().ai()));
    }
}
