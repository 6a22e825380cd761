package io.modeenvoy.incremental;

import org.jspecify.annotations.Nullable;

/** Something an answer was made from. */
sealed interface Read {
    /** The question that was asked. */
    Node<?, ?> node();

    /** Whether there is another answer by now. */
    boolean isOvertaken();

    /** Its answer, as it was then. */
    record OfAnswer(Node<?, ?> node, Object found) implements Read {
        @Override
        @SuppressWarnings("ReferenceEquality") // the same instance is what "unchanged" means
        public boolean isOvertaken() {
            return node.answer != found;
        }
    }

    /** An entry of its answer, as it was then. */
    record OfEntry(Node<?, ?> node, Object key, @Nullable Object found) implements Read {
        @Override
        @SuppressWarnings("ReferenceEquality") // the same instance is what "unchanged" means
        public boolean isOvertaken() {
            return !(node.known() instanceof PersistentMap<?, ?> map) || map.get(key) != found;
        }
    }
}
