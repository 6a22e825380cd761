/** Tests of the service, driven as Envoy drives it. */
@NullMarked
package io.modeenvoy.proc;

import org.jspecify.annotations.NullMarked;
