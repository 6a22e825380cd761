/** A model server that answers like the real ones, and misbehaves when asked to. */
@NullMarked
package io.modeenvoy.simulator;

import org.jspecify.annotations.NullMarked;
