package io.modeenvoy.gateways;

import io.modeenvoy.crd.ObjectName;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gateways to look at, each once, by when; one that failed again after a pause that grows. */
final class DueGateways {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** Times of System.nanoTime() are compared by their difference. */
    private static final Comparator<Map.Entry<ObjectName, Long>> FIRST =
            (a, b) -> Long.signum(a.getValue() - b.getValue());

    private final Map<ObjectName, Long> due = new HashMap<>(); // guarded by this
    private final Map<ObjectName, Integer> failures = new HashMap<>(); // guarded by this

    /** Something of it changed: at once. */
    synchronized void add(ObjectName gateway) {
        failures.remove(gateway);
        due.put(gateway, System.nanoTime());
        notifyAll();
    }

    /** It failed: later. */
    synchronized void failed(ObjectName gateway) {
        int before = failures.merge(gateway, 1, Integer::sum) - 1;
        long pause = Math.min(FIRST_PAUSE.toNanos() << Math.min(before, 20), LONGEST_PAUSE.toNanos());
        due.putIfAbsent(gateway, System.nanoTime() + pause);
        notifyAll();
    }

    synchronized void succeeded(ObjectName gateway) {
        failures.remove(gateway);
    }

    synchronized void clear() {
        due.clear();
        failures.clear();
    }

    /** Waits for the next one; null = none was due for so long. */
    synchronized @Nullable ObjectName next(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (true) {
            long now = System.nanoTime();
            Map.Entry<ObjectName, Long> first =
                    due.entrySet().stream().min(FIRST).orElse(null);
            if (first != null && first.getValue() - now <= 0) {
                due.remove(first.getKey());
                return first.getKey();
            }
            if (end - now <= 0) {
                return null;
            }
            long pause = first == null ? end - now : Math.min(first.getValue() - now, end - now);
            wait(Math.max(1, Duration.ofNanos(pause).toMillis()));
        }
    }
}
