/** Envoy's external authorization service over {@code access}: the door of HTTP routes. */
@NullMarked
package io.modeenvoy.authz;

import org.jspecify.annotations.NullMarked;
