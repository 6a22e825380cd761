package io.modeenvoy.service;

import java.util.List;
import java.util.function.Supplier;

/** Whether a process may get traffic, asked on each {@code /readyz}. */
@FunctionalInterface
public interface Health {
    boolean ready();

    /** What {@code /readyz} says beside, a line each: what an operator must see to, though traffic may come. */
    default List<String> warnings() {
        return List.of();
    }

    /** The same with warnings. */
    default Health warning(Supplier<List<String>> warnings) {
        Health plain = this;
        return new Health() {
            @Override
            public boolean ready() {
                return plain.ready();
            }

            @Override
            public List<String> warnings() {
                return warnings.get();
            }
        };
    }
}
