/** What every load benchmark needs: processes under measurement and series of figures. */
@NullMarked
package io.modeenvoy.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
