/** The Envoys of a Gateway as objects of a cluster: what there should be, and keeping it so. */
@NullMarked
package io.modeenvoy.gateways;

import org.jspecify.annotations.NullMarked;
