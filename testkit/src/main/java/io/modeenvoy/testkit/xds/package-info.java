/** An ADS client for tests: every move of the protocol by hand, or a client that behaves like Envoy. */
@NullMarked
package io.modeenvoy.testkit.xds;

import org.jspecify.annotations.NullMarked;
