/** What a call may cost and what it did cost. */
@NullMarked
package io.modeenvoy.proc.charge;

import org.jspecify.annotations.NullMarked;
