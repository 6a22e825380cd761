/** Calls of strangers at random against a gateway of its own, for as long as one likes. */
@NullMarked
package io.modeenvoy.benchmarks.fuzz;

import org.jspecify.annotations.NullMarked;
