/** The real Envoy for tests: finds it, asks it whether a configuration is good, runs it. */
@NullMarked
package io.modeenvoy.testkit.envoy;

import org.jspecify.annotations.NullMarked;
