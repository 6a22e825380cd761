package io.modeenvoy.benchmarks.fuzz;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.modeenvoy.testkit.edge.Trial;
import java.util.Map;
import java.util.TreeMap;

/** Counts what came of the calls, and prints each that is not as it must be. Thread-safe. */
final class Tally {
    private static final int PRINTED = 100;

    private final long seed;

    @GuardedBy("this")
    private final Map<String, Integer> answers = new TreeMap<>();

    @GuardedBy("this")
    private int passed;

    @GuardedBy("this")
    private int failed;

    Tally(long seed) {
        this.seed = seed;
    }

    /** A call by its number. */
    synchronized void add(int index, String call, Trial.Result result) {
        answers.merge(result.status() == 0 ? "none" : "" + result.status(), 1, Integer::sum);
        if (result.problems().isEmpty()) {
            passed++;
            return;
        }
        finding(call + "\n  " + String.join("\n  ", result.problems()) + "\n  again: bin/fuzz edge --seed " + seed
                + " --only " + index);
    }

    /** Something that is good or not. */
    synchronized void check(boolean holds, String otherwise) {
        if (holds) {
            passed++;
        } else {
            finding(otherwise);
        }
    }

    private synchronized void finding(String text) {
        if (++failed <= PRINTED) {
            System.out.println("FINDING " + text);
        }
    }

    synchronized boolean good() {
        return failed == 0 && passed > 0;
    }

    /** Answers by status so far. */
    synchronized String answers() {
        return answers.toString();
    }

    /** The last line. */
    synchronized String sum() {
        return passed + " passed, " + failed + " failed";
    }
}
