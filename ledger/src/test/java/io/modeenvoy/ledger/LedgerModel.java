package io.modeenvoy.ledger;

import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The ledger's meaning with lists of uses and no cleverness: obviously right, and slow. */
final class LedgerModel {
    /** Something that was held or booked at a time. */
    private static final class Use {
        final BudgetPolicy budget;
        final long at;
        long held;
        long booked;

        Use(BudgetPolicy budget, long at, long held) {
            this.budget = budget;
            this.at = at;
            this.held = held;
        }
    }

    private enum State {
        OPEN,
        SETTLED,
        EXPIRED,
        OVERTAKEN
    }

    private static final class Call {
        State state = State.OPEN;
        final List<Use> uses = new ArrayList<>();
        long ttl;
        long until;
        Map<String, Long> late = Map.of();
    }

    private final List<Use> uses = new ArrayList<>();
    private final Map<String, Call> calls = new HashMap<>();
    private long now;

    /** Lets time pass. */
    void at(Instant instant) {
        now = instant.toEpochMilli();
        for (Call call : new ArrayList<>(calls.values())) {
            if (call.until * 1000 <= now) {
                end(call);
            }
        }
        calls.values().removeIf(call -> call.until * 1000 <= now);
    }

    /** A new life of the ledger. */
    void restart() {
        calls.values().removeIf(call -> call.state == State.SETTLED);
    }

    private static void end(Call call) {
        if (call.state == State.OPEN) {
            for (Use use : call.uses) {
                use.booked = use.budget.mode() == BudgetMode.STRICT ? use.held : 0;
                use.held = 0;
            }
            call.state = State.EXPIRED;
            call.until += ReservationSteps.REMEMBER_EXPIRED_SECONDS;
        }
    }

    boolean reserve(String id, Map<BudgetPolicy, Long> holds, long ttlSeconds) {
        Call call = calls.get(id);
        if (call != null && call.state != State.OVERTAKEN) {
            return true;
        }
        if (call == null && !fits(holds)) {
            return false;
        }
        Call made = new Call();
        made.ttl = ttlSeconds;
        made.until = Math.ceilDiv(now, 1000L) + ttlSeconds;
        hold(made, holds);
        calls.put(id, made);
        if (call != null) {
            settle(made, call.late);
            made.until = call.until;
        }
        return true;
    }

    private void hold(Call call, Map<BudgetPolicy, Long> holds) {
        holds.forEach((budget, amount) -> {
            Use use = new Use(budget, now, amount);
            uses.add(use);
            call.uses.add(use);
        });
    }

    private boolean fits(Map<BudgetPolicy, Long> holds) {
        return holds.entrySet().stream()
                .allMatch(hold -> hold.getKey().mode() == BudgetMode.SHADOW
                        || settled(hold.getKey()) + reserved(hold.getKey()) + hold.getValue()
                                <= hold.getKey().amount());
    }

    /** The budgets of an open call. */
    List<BudgetPolicy> held(String id) {
        Call call = calls.get(id);
        return call == null || call.state != State.OPEN
                ? List.of()
                : call.uses.stream().map(use -> use.budget).distinct().toList();
    }

    /** Null when the call is not open. */
    @Nullable
    Boolean extend(String id, Map<BudgetPolicy, Long> holds) {
        Call call = calls.get(id);
        if (call == null || call.state != State.OPEN) {
            return null;
        }
        if (!fits(holds)) {
            return false;
        }
        hold(call, holds);
        call.until = Math.max(call.until, Math.ceilDiv(now, 1000L) + call.ttl);
        return true;
    }

    void settle(String id, Map<String, Long> amounts) {
        Call call = calls.get(id);
        long until = Math.ceilDiv(now, 1000L) + ReservationSteps.REMEMBER_SECONDS;
        if (call == null) {
            Call overtaken = new Call();
            overtaken.state = State.OVERTAKEN;
            overtaken.late = amounts;
            overtaken.until = until;
            calls.put(id, overtaken);
        } else if (call.state == State.OPEN) {
            settle(call, amounts);
            call.until = until;
        } else if (call.state == State.EXPIRED) {
            raise(call, amounts);
            call.until = until;
        }
    }

    private static void settle(Call call, Map<String, Long> amounts) {
        call.state = State.SETTLED;
        byBudget(call).forEach((budget, ofBudget) -> {
            long left = amounts.getOrDefault(budget, -1L);
            for (Use use : ofBudget) {
                long unknown = use.budget.mode() == BudgetMode.STRICT ? use.held : 0;
                long mine = Math.min(left, use.held);
                use.booked = left < 0 ? unknown : use == ofBudget.getLast() ? left : mine;
                left = left < 0 ? left : left - mine;
                use.held = 0;
            }
        });
    }

    private static void raise(Call call, Map<String, Long> amounts) {
        call.state = State.SETTLED;
        byBudget(call).forEach((budget, ofBudget) -> {
            long booked = ofBudget.stream().mapToLong(use -> use.booked).sum();
            ofBudget.getLast().booked += Math.max(0, amounts.getOrDefault(budget, 0L) - booked);
        });
    }

    private static Map<String, List<Use>> byBudget(Call call) {
        Map<String, List<Use>> byBudget = new TreeMap<>();
        call.uses.forEach(use -> byBudget.computeIfAbsent(use.budget.id(), id -> new ArrayList<>())
                .add(use));
        return byBudget;
    }

    boolean charge(Map<BudgetPolicy, Long> amounts) {
        if (!fits(amounts)) {
            return false;
        }
        amounts.forEach((budget, amount) -> {
            Use use = new Use(budget, now, 0);
            use.booked = amount;
            uses.add(use);
        });
        return true;
    }

    long settled(BudgetPolicy budget) {
        long from = countedFrom(budget);
        return uses.stream()
                .filter(use -> use.budget.id().equals(budget.id()) && use.at >= from)
                .mapToLong(use -> use.booked)
                .sum();
    }

    long reserved(BudgetPolicy budget) {
        long from = countedFrom(budget);
        return uses.stream()
                .filter(use -> use.budget.id().equals(budget.id()) && use.at >= from)
                .mapToLong(use -> use.held)
                .sum();
    }

    private long countedFrom(BudgetPolicy budget) {
        return switch (budget.window()) {
            case BudgetWindow.Calendar calendar ->
                CalendarSpan.containing(Instant.ofEpochMilli(now), calendar)
                        .start()
                        .toEpochMilli();
            case BudgetWindow.Sliding(var length) -> {
                long width = Math.ceilDiv(length.toMillis(), 60L);
                yield (now / width - 60) * width;
            }
        };
    }
}
