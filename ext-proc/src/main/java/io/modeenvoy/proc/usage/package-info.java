/** Metering answers while they pass. */
@NullMarked
package io.modeenvoy.proc.usage;

import org.jspecify.annotations.NullMarked;
