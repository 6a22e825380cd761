/** A stranger at the edge: calls in every framing, with hostile headers and bodies, upstreams that record each byte, and what must hold of any call. */
@NullMarked
package io.modeenvoy.testkit.edge;

import org.jspecify.annotations.NullMarked;
