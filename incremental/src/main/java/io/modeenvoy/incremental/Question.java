package io.modeenvoy.incremental;

/**
 * A question whose answer follows from the inputs alone, like a cell of a spreadsheet. Implementations are records: equal questions are one.
 *
 * @param <S> what a {@link Formula} is given to ask others
 * @param <T> the answer, with an {@code equals}
 */
public sealed interface Question<S, T> permits Input, Formula, Each, Fold {}
