/** Tests of access, and {@link io.modeenvoy.access.DecisionTable} for the tests of every door. */
@NullMarked
package io.modeenvoy.access;

import org.jspecify.annotations.NullMarked;
