package io.modeenvoy.ledger;

import static io.modeenvoy.ledger.Budgets.amounts;
import static io.modeenvoy.ledger.Budgets.daily;
import static io.modeenvoy.ledger.Budgets.now;
import static io.modeenvoy.ledger.Budgets.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.policy.BudgetPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to the files: a strict budget never has more room than it had, unless it is closed. */
class RandomDamageTest {
    private static final int SEEDS = 150;

    @TempDir
    private Path temporary;

    @Test
    void neverGivesMoreRoomThanThereWas() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            new Run(seed, temporary.resolve("seed-" + seed)).check();
        }
    }

    /** One history, ended or cut at some moment, and one damage. */
    private static final class Run {
        private final Random random;
        private final Path home;
        private final TestClock clock = new TestClock("2026-11-20T10:00:00Z");
        private final List<BudgetPolicy> budgets =
                List.of(daily("a", 1000), Budgets.sliding("b", 1000, Duration.ofHours(1)), daily("c", 1000));
        private String damage = "none";

        Run(int seed, Path home) {
            this.random = new Random(seed);
            this.home = home;
        }

        void check() throws IOException {
            Path written = home.resolve("written");
            write(written);
            Path sound = copy(written, home.resolve("sound"));
            Path damaged = copy(written, home.resolve("damaged"));
            damage(damaged);
            try (MemoryLedger whole = open(sound);
                    MemoryLedger torn = open(damaged)) {
                assertThat(whole.damage()).as(damage + " in " + home).isNull();
                for (BudgetPolicy budget : budgets) {
                    assertThat(reserve(torn, budget, room(whole, budget) + 1))
                            .as(budget.id() + ": " + damage + " in " + home)
                            .isNotInstanceOf(ReserveResult.Granted.class);
                }
            }
        }

        private static ReserveResult reserve(MemoryLedger ledger, BudgetPolicy budget, long amount) {
            return now(ledger.reserve(request("more", budget, amount)));
        }

        private static long room(MemoryLedger ledger, BudgetPolicy budget) {
            return now(ledger.states()).stream()
                    .filter(state -> state.budget().equals(budget))
                    .mapToLong(BudgetState::remaining)
                    .findFirst()
                    .orElse(budget.amount());
        }

        private MemoryLedger open(Path state) throws IOException {
            return new MemoryLedger(clock, FileJournal.open(state.resolve("ledger"), 1000));
        }

        /** What a process leaves that is killed: its files as they are, while it goes on elsewhere. */
        private void write(Path state) throws IOException {
            Path living = home.resolve("living");
            MemoryLedger ledger = open(living);
            int steps = 5 + random.nextInt(60);
            for (int i = 0; i < steps; i++) {
                step(ledger, i);
                if (random.nextInt(12) == 0) {
                    ledger.close();
                    ledger = open(living);
                }
            }
            copy(living, state);
            ledger.close();
        }

        private void step(MemoryLedger ledger, int i) {
            BudgetPolicy budget = budgets.get(random.nextInt(budgets.size()));
            long amount = 1L + random.nextInt(30);
            clock.advance(Duration.ofSeconds(random.nextInt(40)));
            switch (random.nextInt(4)) {
                case 0 -> now(ledger.charge(request("charge", budget, amount)));
                case 1 -> {
                    now(ledger.reserve(request("r" + i, budget, amount)));
                    now(ledger.settle("r" + i, amounts(budget.id(), amount / 2)));
                }
                case 2 -> now(ledger.reserve(request("r" + i, budget, amount)));
                default -> ledger.tick();
            }
        }

        private void damage(Path state) throws IOException {
            List<Path> files = new ArrayList<>(files(state.resolve("ledger")));
            files.add(state.resolve("ledger.mark"));
            Path file = files.get(random.nextInt(files.size()));
            byte[] bytes = Files.readAllBytes(file);
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> {
                    damage = "flipped " + at + " of " + file;
                    bytes[at] ^= (byte) (1 << random.nextInt(8));
                    Files.write(file, bytes);
                }
                case 1 -> {
                    damage = "cut at " + at + " " + file;
                    Files.write(file, Arrays.copyOf(bytes, at));
                }
                default -> {
                    damage = "deleted " + file;
                    Files.delete(file);
                }
            }
        }

        private static List<Path> files(Path dir) throws IOException {
            try (Stream<Path> files = Files.list(dir)) {
                return files.filter(file -> !file.endsWith("lock")).sorted().toList();
            }
        }

        private static Path copy(Path from, Path to) throws IOException {
            Files.createDirectories(to.resolve("ledger"));
            for (Path file : files(from.resolve("ledger"))) {
                Files.copy(file, to.resolve("ledger").resolve(file.getFileName()));
            }
            Files.copy(from.resolve("ledger.mark"), to.resolve("ledger.mark"));
            return to;
        }
    }
}
