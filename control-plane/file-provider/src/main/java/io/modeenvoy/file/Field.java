package io.modeenvoy.file;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/** Where something stands inside an object: {@code spec.rules[0].name}. */
sealed interface Field {
    /** The object itself. */
    static Field root() {
        return new Root();
    }

    /** The object itself. */
    record Root() implements Field {
        @Override
        public String toString() {
            return "";
        }
    }

    /** A named part. */
    record Name(Field parent, String name) implements Field {
        private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

        @Override
        public String toString() {
            if (!PLAIN.matcher(name).matches()) {
                return parent + "[" + name + "]";
            }
            return parent instanceof Root ? name : parent + "." + name;
        }
    }

    /** An item of a list. */
    record Item(Field parent, int index) implements Field {
        @Override
        public String toString() {
            return parent + "[" + index + "]";
        }
    }

    default Field name(String name) {
        return new Name(this, name);
    }

    default Field item(int index) {
        return new Item(this, index);
    }

    /** {@code rest}, seen from here. */
    default Field then(Field rest) {
        return switch (rest) {
            case Root ignored -> this;
            case Name(Field parent, String name) -> then(parent).name(name);
            case Item(Field parent, int index) -> then(parent).item(index);
        };
    }

    /** From the root down, without the root. */
    default Deque<Field> path() {
        Deque<Field> path = new ArrayDeque<>();
        Field at = this;
        while (!(at instanceof Root)) {
            path.addFirst(at);
            at = switch (at) {
                case Root root -> root;
                case Name(Field parent, String ignored) -> parent;
                case Item(Field parent, int ignored) -> parent;
            };
        }
        return path;
    }
}
