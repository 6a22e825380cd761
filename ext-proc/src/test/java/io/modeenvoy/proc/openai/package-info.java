/** Tests of proc.openai. */
@NullMarked
package io.modeenvoy.proc.openai;

import org.jspecify.annotations.NullMarked;
