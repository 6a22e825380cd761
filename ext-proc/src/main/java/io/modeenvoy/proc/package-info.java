/** Envoy's external processing: one exchange per AI call. */
@NullMarked
package io.modeenvoy.proc;

import org.jspecify.annotations.NullMarked;
