package io.modeenvoy.proc.usage;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a provider says was used, after its parts were compared with its total. */
public record Reported(Tokens tokens, Set<Doubt> doubts) {

    public Reported {
        doubts = Set.copyOf(doubts);
    }

    /** Without anything odd about it. */
    public static Reported of(Tokens tokens) {
        return new Reported(tokens, Set.of());
    }

    /** What may stand beside input or output, so that the total holds it too; output first, for it is dearer. */
    private static final List<Count> BESIDE =
            List.of(Count.THOUGHTS, Count.REASONING, Count.CACHE_READ, Count.CACHE_WRITTEN, Count.TOOL_INPUT);

    /**
     * Reads one report. Null unless it says enough to know input and output, and more than nothing: no call uses nothing.
     *
     * @param generates whether the call makes output; of one that does not, all is input
     */
    static @Nullable Reported of(Map<Count, Long> told, boolean generates) {
        Sum sum = new Sum(told);
        if (!sum.complete(generates)) {
            return null;
        }
        long rest = sum.total < 0 ? -1 : sum.total - sum.input - sum.output;
        if (sum.total < 0) {
            sum.addBeside(sum.besideByName());
        } else if (rest > 0) {
            Set<Count> explained = sum.explaining(rest);
            sum.addBeside(explained);
            sum.addUnexplained(rest - sum.of(explained), generates);
        } else if (rest < 0) {
            sum.doubts.add(Doubt.OVER_TOTAL);
        }
        sum.checkParts();
        return sum.input + sum.output == 0 ? null : new Reported(sum.tokens(), sum.doubts);
    }

    /** The numbers while they are put together. */
    private static final class Sum {
        private final Map<Count, Long> told;
        private final Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
        private final long total;
        private long input;
        private long output;
        private long cachedBeside;
        private final Set<Count> beside = EnumSet.noneOf(Count.class);

        Sum(Map<Count, Long> told) {
            this.told = told;
            this.total = told.getOrDefault(Count.TOTAL, -1L);
            this.input = told.getOrDefault(Count.INPUT, -1L);
            this.output = told.getOrDefault(Count.OUTPUT, -1L);
        }

        long get(Count count) {
            return told.getOrDefault(count, 0L);
        }

        long of(Set<Count> counts) {
            return counts.stream().mapToLong(this::get).sum();
        }

        /** Fills in what follows from the others; false = not enough is told. */
        boolean complete(boolean generates) {
            if (!generates && (input >= 0 || total >= 0)) {
                output = Math.max(0, output);
            }
            if (total >= 0) {
                boolean neither = input < 0 && output < 0;
                input = input >= 0 ? input : neither ? 0 : Math.max(0, total - output);
                output = output >= 0 ? output : neither ? 0 : Math.max(0, total - input);
            }
            return input >= 0 && output >= 0;
        }

        /** Without a total names decide what stands beside input and output; cached input that is told twice is part of the input. */
        Set<Count> besideByName() {
            Set<Count> beside = EnumSet.of(Count.THOUGHTS, Count.CACHE_READ, Count.CACHE_WRITTEN, Count.TOOL_INPUT);
            if (told.containsKey(Count.CACHED)) {
                beside.remove(Count.CACHE_READ);
            }
            return beside;
        }

        /** Those that explain most of what the total has beyond input and output, and not more. */
        Set<Count> explaining(long rest) {
            Set<Count> best = EnumSet.noneOf(Count.class);
            for (int choice = 1; choice < 1 << BESIDE.size(); choice++) {
                Set<Count> tried = EnumSet.noneOf(Count.class);
                for (int at = 0; at < BESIDE.size(); at++) {
                    if (((choice >> at) & 1) != 0 && get(BESIDE.get(at)) > 0) {
                        tried.add(BESIDE.get(at));
                    }
                }
                best = of(tried) <= rest && of(tried) > of(best) ? tried : best;
            }
            return best;
        }

        /** Each counts once. */
        void addBeside(Set<Count> more) {
            for (Count count : more) {
                if (!beside.add(count)) {
                    continue;
                }
                switch (count) {
                    case THOUGHTS, REASONING -> output += get(count);
                    case CACHE_WRITTEN, TOOL_INPUT -> input += get(count);
                    case CACHE_READ -> {
                        input += get(count);
                        cachedBeside = get(count);
                    }
                    case INPUT, OUTPUT, TOTAL, CACHED -> {} // never beside anything
                }
            }
        }

        void addUnexplained(long rest, boolean generates) {
            output += generates ? rest : 0;
            input += generates ? 0 : rest;
            if (rest > 0) {
                doubts.add(Doubt.UNEXPLAINED);
            }
        }

        /**
         * What is more than the whole it could be a part of stands beside it, whatever the total says: it was used. Cached input that is called a part of the input
         * is but a discount, and there is none on more than the input.
         */
        void checkParts() {
            if (reasoning() > output) {
                output += reasoning();
                doubts.add(Doubt.OVER_TOTAL);
            }
            if (get(Count.CACHE_READ) + get(Count.CACHE_WRITTEN) > input) {
                addBeside(EnumSet.of(Count.CACHE_READ, Count.CACHE_WRITTEN));
                doubts.add(Doubt.OVER_TOTAL);
            }
            if (cached() > input) {
                doubts.add(Doubt.IMPOSSIBLE);
            }
        }

        private long reasoning() {
            return Math.max(get(Count.REASONING), get(Count.THOUGHTS));
        }

        private long cached() {
            return Math.max(cachedBeside, Math.max(get(Count.CACHED), get(Count.CACHE_READ)));
        }

        Tokens tokens() {
            return new Tokens(input, Math.min(cached(), input), output, reasoning());
        }
    }
}
