package io.modeenvoy.ledger;

import static io.modeenvoy.ledger.Budgets.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetWindow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random sequences of calls: the ledger must do what the model does. */
class LedgerPropertyTest {
    private static final List<BudgetPolicy> BUDGETS = List.of(
            Budgets.daily("day", 300),
            Budgets.budget("hour", 120, Budgets.calendar(BudgetWindow.Span.HOUR), BudgetMode.ELASTIC),
            Budgets.budget("minute", 60, Budgets.calendar(BudgetWindow.Span.MINUTE), BudgetMode.SHADOW),
            Budgets.sliding("sliding-hour", 150, Duration.ofHours(1)),
            Budgets.budget(
                    "sliding-odd", 90, new BudgetWindow.Sliding(Duration.ofMillis(100_001)), BudgetMode.ELASTIC));

    @TempDir
    private Path dir;

    @Test
    void doesWhatTheModelDoes() {
        for (int seed = 0; seed < 2500; seed++) {
            new Run(seed, null).steps(60);
        }
    }

    @Test
    void doesWhatTheModelDoesOverRestarts() {
        for (int seed = 0; seed < 60; seed++) {
            new Run(seed, dir.resolve("run-" + seed)).steps(120);
        }
    }

    /** One random sequence. */
    private static final class Run {
        private final Random random;
        private final @Nullable Path dir;
        private final String name;
        private final TestClock clock = new TestClock("2026-10-24T20:00:00.123Z");
        private final LedgerModel model = new LedgerModel();
        private final List<Supplier<String>> log = new ArrayList<>();
        private MemoryLedger ledger;

        Run(int seed, @Nullable Path dir) {
            this.random = new Random(seed);
            this.dir = dir;
            this.name = "seed " + seed;
            this.ledger = open();
            model.at(clock.instant());
        }

        private MemoryLedger open() {
            try {
                return new MemoryLedger(
                        clock, dir == null ? Journal.none() : FileJournal.open(dir.resolve("ledger"), 3000));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        void steps(int count) {
            for (int i = 0; i < count; i++) {
                step();
                compare();
            }
            ledger.close();
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> reserve();
                case 3 -> extend();
                case 4, 5, 6 -> settle();
                case 7 -> charge();
                case 8 -> pass(random.nextInt(3) == 0 ? 7_200_000 : 70_000);
                case 9 -> pass(10_000);
                case 10 -> ledger.tick();
                default -> restart();
            }
        }

        private void pass(int most) {
            clock.advance(Duration.ofMillis(random.nextInt(most)));
            Instant at = clock.instant();
            log.add(() -> "at " + at);
            model.at(clock.instant());
        }

        private void restart() {
            if (dir != null) {
                ledger.close();
                ledger = open();
                model.restart();
                log.add(() -> "restart");
            }
        }

        private String id() {
            return "r" + random.nextInt(25);
        }

        private Map<BudgetPolicy, Long> holds() {
            List<BudgetPolicy> budgets = new ArrayList<>(BUDGETS);
            Collections.shuffle(budgets, random);
            Map<BudgetPolicy, Long> holds = new LinkedHashMap<>();
            budgets.subList(0, 1 + random.nextInt(budgets.size())).forEach(budget -> holds.put(budget, amount()));
            return holds;
        }

        private long amount() {
            return random.nextInt(10) == 0 ? random.nextInt(200) : random.nextInt(30);
        }

        private void reserve() {
            String id = id();
            Map<BudgetPolicy, Long> holds = holds();
            int ttl = 1 + random.nextInt(90);
            ReserveRequest request = request(id, holds, Duration.ofSeconds(ttl).minusMillis(random.nextInt(900)));
            boolean expected = model.reserve(id, holds, ttl);
            check(() -> "reserve " + request, now(ledger.reserve(request)), expected);
        }

        private static ReserveRequest request(String id, Map<BudgetPolicy, Long> holds, Duration ttl) {
            return new ReserveRequest(
                    id,
                    holds.entrySet().stream()
                            .map(hold -> new Hold(hold.getKey(), hold.getValue()))
                            .toList(),
                    ttl);
        }

        private void check(Supplier<String> what, ReserveResult result, boolean granted) {
            log.add(() -> what.get() + " -> " + granted);
            assertThat(result instanceof ReserveResult.Granted).as(this::story).isEqualTo(granted);
        }

        private void charge() {
            Map<BudgetPolicy, Long> amounts = holds();
            boolean expected = model.charge(amounts);
            check(() -> "charge " + amounts, now(ledger.charge(request("charge", amounts, Budgets.TTL))), expected);
        }

        private void extend() {
            String id = id();
            Map<BudgetPolicy, Long> more = holds();
            more.keySet().retainAll(model.held(id));
            Boolean expected = model.extend(id, more);
            List<Amount> amounts = more.entrySet().stream()
                    .map(entry -> new Amount(entry.getKey().id(), entry.getValue()))
                    .toList();
            log.add(() -> "extend " + id + amounts + " -> " + expected);
            assertThat(extended(id, amounts)).as(this::story).isEqualTo(expected);
        }

        private @Nullable Boolean extended(String id, List<Amount> amounts) {
            try {
                return now(ledger.extend(id, amounts)) instanceof ReserveResult.Granted;
            } catch (CompletionException e) {
                return null;
            }
        }

        private void settle() {
            String id = id();
            Map<BudgetPolicy, Long> used = holds();
            List<BudgetPolicy> held = model.held(id);
            if (!held.isEmpty()) {
                used.keySet().retainAll(held);
            }
            Map<String, Long> amounts = new LinkedHashMap<>();
            used.forEach((budget, amount) -> amounts.put(budget.id(), amount));
            log.add(() -> "settle " + id + amounts);
            model.settle(id, amounts);
            now(ledger.settle(
                    id,
                    amounts.entrySet().stream()
                            .map(entry -> new Amount(entry.getKey(), entry.getValue()))
                            .toList()));
        }

        private void compare() {
            Map<String, BudgetState> states = new LinkedHashMap<>();
            now(ledger.states()).forEach(state -> states.put(state.budget().id(), state));
            for (BudgetPolicy budget : BUDGETS) {
                BudgetState state = states.get(budget.id());
                String expected = model.settled(budget) + "+" + model.reserved(budget);
                String actual = state == null ? "0+0" : state.settled() + "+" + state.reserved();
                if (!actual.equals(expected)) {
                    assertThat(actual).as(budget.id() + " " + story()).isEqualTo(expected);
                }
            }
        }

        private String story() {
            String steps = log.stream().map(Supplier::get).collect(Collectors.joining("\n"));
            return name + "\n" + steps.replaceAll("BudgetPolicy.id=([a-z-]+).*?mode=[A-Z]+.", "$1") + "\n";
        }
    }
}
