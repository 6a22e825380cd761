/** Must fail to compile. */
@NullMarked
package io.modeenvoy.canary;

import org.jspecify.annotations.NullMarked;
