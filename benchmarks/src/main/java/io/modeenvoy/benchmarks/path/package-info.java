/** What a call through the gateway costs beside a plain Envoy, in the same run. */
@NullMarked
package io.modeenvoy.benchmarks.path;

import org.jspecify.annotations.NullMarked;
