package io.modeenvoy.incremental;

import java.util.List;

/** Several maps as one; where several have a key the first of them counts. */
public record Merge<S, K extends Comparable<? super K>, V>(List<Question<S, PersistentMap<K, V>>> parts)
        implements Union<S, Integer, PersistentMap<K, V>, K, V> {
    public Merge {
        parts = List.copyOf(parts);
    }

    @Override
    public Question<S, PersistentMap<Integer, PersistentMap<K, V>>> of() {
        return new Parts<>(parts);
    }

    @Override
    public PersistentMap<K, V> said(Integer part, PersistentMap<K, V> map) {
        return map;
    }

    /** The maps by their place. */
    private record Parts<S, K extends Comparable<? super K>, V>(List<Question<S, PersistentMap<K, V>>> parts)
            implements Each<S, Integer, PersistentMap<K, V>> {
        @Override
        public Question<S, PersistentMap<Integer, Boolean>> members() {
            return new Places<>(parts.size());
        }

        @Override
        public Question<S, PersistentMap<K, V>> about(Integer part) {
            return parts.get(part);
        }
    }

    /** The numbers from 0. */
    private record Places<S>(int count) implements Formula<S, PersistentMap<Integer, Boolean>> {
        @Override
        public PersistentMap<Integer, Boolean> answer(S scope) {
            PersistentMap<Integer, Boolean> places = PersistentMap.empty();
            for (int place = 0; place < count; place++) {
                places = places.plus(place, true);
            }
            return places;
        }
    }
}
