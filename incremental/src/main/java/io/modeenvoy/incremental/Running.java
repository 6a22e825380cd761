package io.modeenvoy.incremental;

/** A value that grows step by step. Owned by one method. */
final class Running<T> {
    T value;

    Running(T value) {
        this.value = value;
    }
}
