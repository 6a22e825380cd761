package io.modeenvoy.policy;

import java.time.Duration;

/** For how long an AI rule that is gone can still be chosen, and be reached: the first must be the shorter one. */
public final class RuleGrace {
    /** How far back a service may choose rules: calls that began then find their Envoy routes in the table of then. */
    public static final Duration CHOICE = Duration.ofSeconds(4);

    /** How long Envoy's route to a rule outlives the rule. */
    public static final Duration ROUTE = CHOICE.plusSeconds(1);

    private RuleGrace() {}
}
