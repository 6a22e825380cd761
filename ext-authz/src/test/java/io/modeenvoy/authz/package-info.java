/** Tests of the door of HTTP routes. */
@NullMarked
package io.modeenvoy.authz;

import org.jspecify.annotations.NullMarked;
