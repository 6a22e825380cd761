package io.modeenvoy.testkit.golden;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Says in which files, and from which line on, two sets of files differ. */
final class Difference {
    private static final int LINES = 12;

    private Difference() {}

    static String of(Map<String, String> expected, Map<String, String> actual) {
        StringBuilder out = new StringBuilder();
        TreeSet<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        for (String name : names) {
            describe(out, name, expected, actual);
        }
        return out.toString();
    }

    private static void describe(
            StringBuilder out, String name, Map<String, String> expected, Map<String, String> actual) {
        String left = expected.get(name);
        String right = actual.get(name);
        if (left == null) {
            out.append(name).append(": missing file\n").append(right);
        } else if (right == null) {
            out.append(name).append(": unused file\n");
        } else if (!left.equals(right)) {
            firstDifference(out, name, left.lines().toList(), right.lines().toList());
        }
    }

    private static void firstDifference(StringBuilder out, String name, List<String> left, List<String> right) {
        int line = 0;
        while (line < Math.min(left.size(), right.size()) && left.get(line).equals(right.get(line))) {
            line++;
        }
        out.append(name).append(" from line ").append(line + 1).append(" on\n");
        append(out, "- ", left, line);
        append(out, "+ ", right, line);
    }

    private static void append(StringBuilder out, String sign, List<String> lines, int from) {
        for (String line : lines.subList(from, Math.min(lines.size(), from + LINES))) {
            out.append(sign).append(line).append('\n');
        }
    }
}
