/** Who may call: credentials, key index and the decision. Pure: no clock, no I/O, no thread, no logger. */
@NullMarked
package io.modeenvoy.access;

import org.jspecify.annotations.NullMarked;
