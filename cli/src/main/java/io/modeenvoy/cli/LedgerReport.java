package io.modeenvoy.cli;

import io.modeenvoy.ledger.BudgetState;
import io.modeenvoy.ledger.LedgerDamage;
import io.modeenvoy.ledger.LedgerFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A ledger's state as it is printed. */
record LedgerReport(LedgerFiles.Report report) {
    /** Stable: {@code {"budgets": […], "damage": null or {"at", "lost": […]}, "aside": […]}}. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("aside", report.aside());
        json.put(
                "budgets",
                report.budgets().stream()
                        .map(state -> ShownBudget.of(state).json())
                        .toList());
        LedgerDamage damage = report.damage();
        json.put("damage", damage == null ? null : Map.of("at", damage.at().toString(), "lost", damage.lost()));
        return json;
    }

    TextTable budgets() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("BUDGET", "MODE", "AMOUNT", "USED", "HELD", "WINDOW"));
        for (BudgetState state : report.budgets()) {
            ShownBudget budget = ShownBudget.of(state);
            rows.add(List.of(
                    budget.id(),
                    budget.mode(),
                    budget.amount(),
                    ShownBudget.written(state.budget().unit(), budget.settled()),
                    ShownBudget.written(state.budget().unit(), budget.reserved()),
                    budget.windowStart() + " to " + budget.windowEnd()));
        }
        return new TextTable(rows);
    }

    /** What cannot be read, a line each. */
    List<String> lost() {
        LedgerDamage damage = report.damage();
        return damage == null
                ? List.of()
                : damage.lost().stream().map(lost -> "LOST " + lost).toList();
    }

    /** Damaged files that are kept, a line each. */
    List<String> kept() {
        return report.aside().stream().map(file -> "KEPT " + file).toList();
    }
}
