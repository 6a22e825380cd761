package io.modeenvoy.proc.usage;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The numbers of usage that an answer tells, by their places; of those told again, the largest. Owned by its reader. */
final class UsageNumbers {
    /** Numbers below are whole in floating point, and their sums are no overflow. */
    private static final long MOST = 1L << 53;

    private final Map<Integer, Map<Count, Long>> places = new TreeMap<>();
    private boolean impossible;

    /** {@code value} below 0 = it is no number that counts anything. */
    void tell(UsageDialects.Meaning meaning, long value) {
        if (value < 0 || value >= MOST) {
            impossible = true;
        } else {
            counts(meaning.place()).merge(meaning.count(), value, Math::max);
        }
    }

    private Map<Count, Long> counts(int place) {
        return places.computeIfAbsent(place, _ -> new EnumMap<>(Count.class));
    }

    boolean isEmpty() {
        return places.isEmpty() && !impossible;
    }

    /** Whether it tells something, and of nothing less than {@code before}. */
    boolean continues(UsageNumbers before) {
        return !places.isEmpty()
                && places.entrySet().stream()
                        .allMatch(place -> noLess(place.getValue(), before.counts(place.getKey())));
    }

    private static boolean noLess(Map<Count, Long> now, Map<Count, Long> before) {
        return now.entrySet().stream().allMatch(told -> told.getValue() >= before.getOrDefault(told.getKey(), 0L));
    }

    void add(UsageNumbers more) {
        impossible |= more.impossible;
        more.places.forEach((place, counts) ->
                counts.forEach((count, value) -> tell(new UsageDialects.Meaning(place, count), value)));
    }

    /** The report of the first place that says enough; null = none does. */
    @Nullable
    Reported reported(boolean generates) {
        for (Map<Count, Long> counts : places.values()) {
            if (Reported.of(counts, generates) != null) {
                Reported reported = Reported.of(withRest(counts, generates), generates);
                return impossible && reported != null ? doubting(reported) : reported;
            }
        }
        return null;
    }

    /** Some tell input at the beginning and output at the end, each in a place of its own: what says too little by itself can still say more of one of them. */
    private Map<Count, Long> withRest(Map<Count, Long> counts, boolean generates) {
        Map<Count, Long> all = new EnumMap<>(counts);
        places.values().stream()
                .filter(other -> Reported.of(other, generates) == null)
                .forEach(other -> {
                    for (Count count : List.of(Count.INPUT, Count.OUTPUT)) {
                        if (other.containsKey(count)) {
                            all.merge(count, other.get(count), Math::max);
                        }
                    }
                });
        return all;
    }

    /** Takes over what is more than was told before, though other numbers are less. */
    void raise(UsageNumbers odd) {
        boolean more = odd.places.entrySet().stream()
                .anyMatch(place -> place.getValue().entrySet().stream()
                        .anyMatch(
                                told -> told.getValue() > counts(place.getKey()).getOrDefault(told.getKey(), -1L)));
        if (more) {
            impossible = true;
            add(odd);
        }
    }

    private static Reported doubting(Reported reported) {
        Set<Doubt> doubts = EnumSet.of(Doubt.IMPOSSIBLE);
        doubts.addAll(reported.doubts());
        return new Reported(reported.tokens(), doubts);
    }
}
