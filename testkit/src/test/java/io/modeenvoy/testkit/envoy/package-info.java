@NullMarked
package io.modeenvoy.testkit.envoy;

import org.jspecify.annotations.NullMarked;
