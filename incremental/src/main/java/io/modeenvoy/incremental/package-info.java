/** Values that change a little ({@link io.modeenvoy.incremental.PersistentMap}), and answers that follow their changes ({@link io.modeenvoy.incremental.AnswerGraph}). */
@NullMarked
package io.modeenvoy.incremental;

import org.jspecify.annotations.NullMarked;
