/** Kubernetes objects to IR and diagnostics: pure, whatever the order of its input, at a cost that follows the change. */
@NullMarked
package io.modeenvoy.translator;

import org.jspecify.annotations.NullMarked;
