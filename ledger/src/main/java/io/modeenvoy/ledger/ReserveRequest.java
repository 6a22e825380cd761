package io.modeenvoy.ledger;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks for room in several budgets at once.
 *
 * @param id chosen by the caller, unique per call
 * @param holds one per budget
 * @param ttl after which the reservation expires when nobody settles or extends it; rounded up to a full second
 */
public record ReserveRequest(String id, List<Hold> holds, Duration ttl) {
    public ReserveRequest {
        Checks.check(!id.isEmpty(), "id: empty (expected: an id that is unique per call)");
        Checks.check(ttl.isPositive(), "ttl: " + ttl + " (expected: more than 0)");
        holds = List.copyOf(holds);
        Set<String> seen = new HashSet<>();
        for (Hold hold : holds) {
            Checks.check(seen.add(hold.budget().id()), "holds: " + hold.budget().id() + " twice (expected: once)");
        }
    }
}
