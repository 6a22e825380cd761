package io.modeenvoy.canary;

import org.jspecify.annotations.Nullable;

/** Dereferences what may be null: NullAway must refuse it. */
final class Canary {
    private Canary() {}

    static int length(@Nullable String text) {
        return text.length();
    }
}
