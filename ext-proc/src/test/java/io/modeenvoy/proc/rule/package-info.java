/** Tests of the choice of rules. */
@NullMarked
package io.modeenvoy.proc.rule;

import org.jspecify.annotations.NullMarked;
