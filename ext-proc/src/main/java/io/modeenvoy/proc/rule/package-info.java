/** Which rule serves a call, and which models a caller may ask for. */
@NullMarked
package io.modeenvoy.proc.rule;

import org.jspecify.annotations.NullMarked;
