package io.modeenvoy.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one decision over all budgets of a request, under the locks of all of them. */
final class Admission {
    private static final Comparator<Ask> LOCK_ORDER =
            Comparator.comparing(ask -> ask.account().id());

    private Admission() {}

    /**
     * What was decided.
     *
     * @param parts what was taken, in the order of the request; empty for a denial
     */
    record Verdict(ReserveResult result, List<Part> parts) {}

    /**
     * Holds all amounts, or none.
     *
     * @param unknownBefore use before it may have been lost
     */
    static Verdict hold(List<Ask> asks, long now, long unknownBefore) {
        return locked(
                asks,
                () -> decide(asks, now, unknownBefore, ask -> ask.account().hold(ask.amount())));
    }

    /** Books all amounts, or none. */
    static Verdict charge(List<Ask> asks, long now, long unknownBefore) {
        return locked(
                asks,
                () -> decide(asks, now, unknownBefore, ask -> ask.account().charge(ask.amount())));
    }

    /** Holds all amounts even where there is no room: for a call that has already ended. */
    static List<Part> force(List<Ask> asks, long now) {
        return asks.stream()
                .map(ask -> alone(ask.account(), now, account -> account.hold(ask.amount())))
                .toList();
    }

    /** The states without any change. */
    static List<BudgetState> look(Collection<Account> accounts, long now) {
        return accounts.stream()
                .map(account -> alone(account, now, Account::state))
                .toList();
    }

    private static <T> T alone(Account account, long now, Function<Account, T> action) {
        account.lock().lock();
        try {
            account.counter().advance(now);
            return action.apply(account);
        } finally {
            account.lock().unlock();
        }
    }

    private static Verdict locked(List<Ask> asks, Supplier<Verdict> decision) {
        List<Ask> ordered = asks;
        if (asks.size() > 1) {
            ordered = new ArrayList<>(asks);
            ordered.sort(LOCK_ORDER);
        }
        ordered.forEach(ask -> ask.account().lock().lock());
        try {
            return decision.get();
        } finally {
            ordered.forEach(ask -> ask.account().lock().unlock());
        }
    }

    private static Verdict decide(List<Ask> asks, long now, long unknownBefore, Function<Ask, Part> take) {
        Account.@Nullable Refusal tightest = null;
        for (Ask ask : asks) {
            ask.account().counter().advance(now);
            if (ask.account().isClosed(unknownBefore)) {
                return closed(ask.account(), unknownBefore, now);
            }
            Account.Refusal refusal = ask.account().refuse(ask.amount(), now);
            if (refusal != null && (tightest == null || refusal.isTighterThan(tightest))) {
                tightest = refusal;
            }
        }
        return tightest == null ? granted(asks, take) : denied(tightest);
    }

    private static Verdict denied(Account.Refusal refusal) {
        return new Verdict(
                new ReserveResult.Denied(refusal.state(), Instant.ofEpochMilli(refusal.retryAt())), List.of());
    }

    private static Verdict closed(Account account, long unknownBefore, long now) {
        return new Verdict(new ReserveResult.Closed(account.state(), account.opensAt(unknownBefore, now)), List.of());
    }

    private static Verdict granted(List<Ask> asks, Function<Ask, Part> take) {
        List<Part> parts = new ArrayList<>(asks.size());
        List<BudgetState> states = new ArrayList<>(asks.size());
        for (Ask ask : asks) {
            parts.add(take.apply(ask));
            states.add(ask.account().state());
        }
        return new Verdict(new ReserveResult.Granted(states), parts);
    }
}
