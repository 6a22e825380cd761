package io.modeenvoy.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PersistentMapTest {
    private record Difference(
            Integer key, @Nullable String was, @Nullable String is) {}

    private static List<Difference> changes(PersistentMap<Integer, String> before, PersistentMap<Integer, String> now) {
        List<Difference> found = new ArrayList<>();
        now.changes(before, (key, was, is) -> found.add(new Difference(key, was, is)));
        return found;
    }

    @SuppressWarnings("ReferenceEquality") // another instance is a change
    private static List<Difference> changes(Map<Integer, String> before, Map<Integer, String> now) {
        TreeMap<Integer, String> keys = new TreeMap<>(before);
        keys.putAll(now);
        return keys.keySet().stream()
                .filter(key -> before.get(key) != now.get(key))
                .map(key -> new Difference(key, before.get(key), now.get(key)))
                .toList();
    }

    private static PersistentMap<Integer, String> upTo(int size) {
        PersistentMap<Integer, String> map = PersistentMap.empty();
        for (int i = 0; i < size; i++) {
            map = map.plus(i, "v" + i);
        }
        return map;
    }

    @Test
    void holdsWhatATreeMapHoldsWhateverIsDoneToIt() {
        Random random = new Random(3);
        PersistentMap<Integer, String> map = PersistentMap.empty();
        TreeMap<Integer, String> expected = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            Integer key = random.nextInt(600);
            if (random.nextInt(5) < 2) {
                map = map.minus(key);
                expected.remove(key);
            } else {
                String value = "v" + i;
                map = map.plus(key, value);
                expected.put(key, value);
            }
            assertThat(map.size()).isEqualTo(expected.size());
            assertThat(map.find(key)).isEqualTo(expected.get(key));
        }
        assertThat(List.copyOf(map.entrySet())).isEqualTo(List.copyOf(expected.entrySet()));
    }

    @Test
    void tellsEveryDifferenceBetweenVersionsAndBetweenStrangers() {
        Random random = new Random(5);
        for (int round = 0; round < 2_000; round++) {
            PersistentMap<Integer, String> before = edited(PersistentMap.empty(), random, random.nextInt(60));
            PersistentMap<Integer, String> now = random.nextInt(10) == 0
                    ? edited(PersistentMap.empty(), random, random.nextInt(60))
                    : edited(before, random, random.nextInt(6));

            assertThat(changes(before, now)).isEqualTo(changes(new TreeMap<>(before), new TreeMap<>(now)));
            assertThat(before.equals(now)).isEqualTo(new TreeMap<>(before).equals(new TreeMap<>(now)));
        }
    }

    private static PersistentMap<Integer, String> edited(PersistentMap<Integer, String> map, Random random, int times) {
        PersistentMap<Integer, String> edited = map;
        for (int i = 0; i < times; i++) {
            Integer key = random.nextInt(40);
            edited = random.nextInt(3) == 0 ? edited.minus(key) : edited.plus(key, "v" + random.nextInt(3));
        }
        return edited;
    }

    @Test
    void findsAFewDifferencesWithoutLookingAtTheRest() {
        PersistentMap<Counted, String> map = PersistentMap.empty();
        AtomicInteger looks = new AtomicInteger();
        for (int i = 0; i < 100_000; i++) {
            map = map.plus(new Counted(i, looks), "v");
        }
        PersistentMap<Counted, String> now = map.plus(new Counted(7, looks), "w")
                .minus(new Counted(50_000, looks))
                .plus(new Counted(-1, looks), "x");
        looks.set(0);
        List<Integer> changed = new ArrayList<>();
        now.changes(map, (key, _, _) -> changed.add(key.number()));

        assertThat(changed).containsExactly(-1, 7, 50_000);
        assertThat(looks.get()).isLessThan(300);
    }

    /** Counts how often keys are compared. */
    private record Counted(int number, AtomicInteger looks) implements Comparable<Counted> {
        @Override
        public int compareTo(Counted other) {
            looks.incrementAndGet();
            return Integer.compare(number, other.number);
        }
    }

    @Test
    void staysFlatWhenKeysComeInOrder() {
        AtomicInteger looks = new AtomicInteger();
        PersistentMap<Counted, String> map = PersistentMap.empty();
        for (int i = 0; i < 100_000; i++) {
            map = map.plus(new Counted(i, looks), "v");
        }
        looks.set(0);
        map.find(new Counted(99_999, looks));
        assertThat(looks.get()).isLessThan(35);
    }

    @Test
    void isTheSameInstanceWhenNothingChanges() {
        PersistentMap<Integer, String> map = upTo(20);
        assertThat(map.minus(99)).isSameAs(map);
        assertThat(map.plus(3, java.util.Objects.requireNonNull(map.find(3)))).isSameAs(map);
        assertThat(map.with(3, new String("v3"))).isSameAs(map);
        assertThat(map.with(3, null)).isEqualTo(map.minus(3));
    }

    @Test
    void equalsAnyMapOfTheSameEntries() {
        assertThat(upTo(20)).isEqualTo(new TreeMap<>(upTo(20))).hasSameHashCodeAs(new TreeMap<>(upTo(20)));
        assertThat(upTo(20)).isNotEqualTo(upTo(20).plus(4, "other")).isNotEqualTo(upTo(21));
        assertThat(upTo(0)).isEqualTo(Map.of());
    }
}
