package io.modeenvoy.xds.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The latest changes of a type, so that a stream that is a few generations behind need not compare everything. */
record History(List<Step> steps) {
    static final History EMPTY = new History(List.of());

    private static final int MOST_STEPS = 64;
    private static final int MOST_NAMES = 4096;

    History {
        steps = List.copyOf(steps);
    }

    /** @param version of the content before the change */
    History plus(long from, String version, Instant at, List<String> names) {
        List<Step> next = new ArrayList<>(steps);
        next.add(new Step(from, version, at, names));
        int total = next.stream().mapToInt(step -> step.names().size()).sum();
        while (next.size() > MOST_STEPS || (next.size() > 1 && total > MOST_NAMES)) {
            total -= next.removeFirst().names().size();
        }
        return new History(next);
    }

    /** The names changed after that generation, or null when it is out of reach. */
    @Nullable
    Collection<String> since(long generation) {
        int last = steps.size() - 1;
        if (last >= 0 && steps.get(last).from() == generation) {
            return steps.get(last).names();
        }
        TreeSet<String> names = new TreeSet<>();
        for (int i = last; i >= 0; i--) {
            names.addAll(steps.get(i).names());
            if (steps.get(i).from() == generation) {
                return names;
            }
        }
        return null;
    }

    /** The names changed since the content had that version, or null when it is out of reach. */
    @Nullable
    Collection<String> since(String version) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i).version().equals(version)) {
                return since(steps.get(i).from());
            }
        }
        return null;
    }

    /** When the first change after that generation was published, as far as it is remembered; null if there was none. */
    @Nullable
    Instant publishedAfter(long generation) {
        for (Step step : steps) {
            if (step.from() >= generation) {
                return step.at();
            }
        }
        return null;
    }

    /** One publication's names. */
    record Step(long from, String version, Instant at, List<String> names) {}
}
