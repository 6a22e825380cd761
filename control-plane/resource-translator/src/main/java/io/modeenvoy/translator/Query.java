package io.modeenvoy.translator;

/**
 * A question whose answer follows from the objects alone. Implementations are records: equal questions have one answer a pass, and the answer of
 * the last pass stands while everything it read stands.
 */
interface Query<T> {
    /** Answers from what {@code scope} gives, and from nothing else. */
    T answer(Scope scope);
}
