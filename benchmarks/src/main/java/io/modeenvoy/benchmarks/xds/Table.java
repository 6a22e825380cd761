package io.modeenvoy.benchmarks.xds;

import java.util.ArrayList;
import java.util.List;

/** The result: a line for each figure, ours beside theirs and the goal. */
final class Table {
    private final List<String> lines = new ArrayList<>();

    Table() {
        lines.add("| | | ours | java-control-plane 1.0.49 | goal |");
        lines.add("| --- | --- | --- | --- | --- |");
    }

    void row(String number, String what, String ours, String theirs, String goal) {
        lines.add("| " + String.join(" | ", number, what, ours, theirs, goal) + " |");
    }

    /** What could not be measured is said in the place of the figure. */
    static String orReason(String figure, List<String> failures) {
        return failures.isEmpty() ? figure : figure + ", not measured " + failures.size() + "x: " + failures.getFirst();
    }

    void print() {
        lines.forEach(System.out::println);
    }
}
