package io.modeenvoy.translator;

import io.modeenvoy.incremental.Formula;

/** A question whose answer follows from the objects alone, answered in one go. Implementations are records: equal questions have one answer. */
interface Query<T> extends Formula<Scope, T> {}
