/** The product as its users have it: processes, files, Envoy and HTTP; no class of ours is called here. */
@NullMarked
package io.modeenvoy.e2e;

import org.jspecify.annotations.NullMarked;
