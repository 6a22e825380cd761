/** What the ADS server costs beside java-control-plane's, in the same run, with thousands of streams of cheap clients. */
@NullMarked
package io.modeenvoy.benchmarks.xds;

import org.jspecify.annotations.NullMarked;
