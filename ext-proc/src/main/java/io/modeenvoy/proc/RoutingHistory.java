package io.modeenvoy.proc;

import io.modeenvoy.policy.RuleGrace;
import io.modeenvoy.proc.rule.AiPolicies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Where AI calls went lately, oldest first. Envoy looks up every route of a call in the table it had when the call began, so the rule must be chosen as it was
 * then: a rule that came later has no route in that table, while one that is gone since keeps its route for a grace. Immutable.
 */
record RoutingHistory(List<Moment> moments) {
    /** A little less than the grace for which the control plane keeps the routes of rules that are gone. */
    private static final Duration KEPT = RuleGrace.CHOICE;

    /** By when all workers of an Envoy use a table that it has acknowledged. */
    private static final Duration SPREAD = Duration.ofMillis(50);

    RoutingHistory {
        moments = List.copyOf(moments);
    }

    /** What counts from some time on. */
    record Moment(Instant since, AiPolicies policies) {}

    /** As if it had always been so. */
    static RoutingHistory of(AiPolicies policies) {
        return new RoutingHistory(List.of(new Moment(Instant.MIN, policies)));
    }

    /** With a change that counts from now on. A clock that was set back leaves no moments to come: they are forgotten. */
    RoutingHistory plus(AiPolicies policies, Instant now) {
        if (isAhead(now)) {
            return new RoutingHistory(List.of(new Moment(now, policies)));
        }
        int first = moments.size() - 1;
        while (first > 0 && moments.get(first).since().isAfter(now.minus(KEPT))) {
            first--;
        }
        List<Moment> next = new ArrayList<>(moments.subList(first, moments.size()));
        next.add(new Moment(now, policies));
        return new RoutingHistory(next);
    }

    /** Whether the newest moment is yet to come, since the clock was set back: when calls began says nothing then. */
    private boolean isAhead(Instant now) {
        return moments.getLast().since().isAfter(now);
    }

    /** What a call that began then is routed by; never more than the grace behind, whatever another machine's clock says. */
    AiPolicies at(Instant begun, Instant now) {
        if (isAhead(now)) {
            return moments.getLast().policies();
        }
        Instant earliest = now.minus(KEPT);
        Instant moment = begun.minus(SPREAD);
        Instant asked = moment.isBefore(earliest) ? earliest : moment;
        int last = moments.size() - 1;
        while (last > 0 && moments.get(last).since().isAfter(asked)) {
            last--;
        }
        return moments.get(last).policies();
    }
}
