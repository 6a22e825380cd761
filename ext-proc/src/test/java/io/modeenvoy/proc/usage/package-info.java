/** Tests of proc.usage. */
@NullMarked
package io.modeenvoy.proc.usage;

import org.jspecify.annotations.NullMarked;
