/** A real Envoy whose configuration changes at random while calls go through it: the configuration, the moves, the calls. */
@NullMarked
package io.modeenvoy.testkit.live;

import org.jspecify.annotations.NullMarked;
