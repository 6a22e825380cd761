package io.modeenvoy.ledger;

import io.modeenvoy.policy.BudgetPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All accounts by budget id. Accounts come, change and go under the ledger's exclusive lock. */
final class Accounts {
    private final Map<String, Account> byId = new ConcurrentHashMap<>();

    @Nullable
    Account get(String budgetId) {
        return byId.get(budgetId);
    }

    /** The accounts of the holds, or null if one is missing or defined differently. */
    @Nullable
    List<Ask> find(List<Hold> holds) {
        List<Ask> asks = new ArrayList<>(holds.size());
        for (Hold hold : holds) {
            Account account = byId.get(hold.budget().id());
            if (account == null || !isDefined(account, hold.budget())) {
                return null;
            }
            asks.add(new Ask(account, hold.amount()));
        }
        return asks;
    }

    boolean isDefined(BudgetPolicy policy) {
        Account account = byId.get(policy.id());
        return account != null && isDefined(account, policy);
    }

    private static boolean isDefined(Account account, BudgetPolicy policy) {
        return account.policy().equals(policy);
    }

    /** Adds or changes an account. */
    void define(BudgetPolicy policy, long now) {
        Account account = byId.get(policy.id());
        if (account == null) {
            byId.put(policy.id(), new Account(policy, now));
        } else {
            account.redefine(policy, now);
        }
    }

    /** Forgets the accounts in which nothing counts, but those in use. */
    void dropIdle(Set<Account> used, long now) {
        byId.values().removeIf(account -> !used.contains(account) && account.isIdle(now));
    }

    /** After everything that was counted, as far as can be told: a clock that was set back is not believed. */
    long after() {
        return byId.values().stream()
                .mapToLong(account -> account.counter().slotTime() + 1)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** All accounts, ordered by id. */
    Collection<Account> all() {
        return byId.values().stream().sorted(Comparator.comparing(Account::id)).toList();
    }
}
