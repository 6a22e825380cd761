/** Tests of proc.charge. */
@NullMarked
package io.modeenvoy.proc.charge;

import org.jspecify.annotations.NullMarked;
