/** The checks of the soak can fail. */
package io.modeenvoy.benchmarks.soak;
