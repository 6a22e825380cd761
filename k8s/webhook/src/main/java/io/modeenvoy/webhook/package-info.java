/** The mutating admission webhook that puts an Envoy into labelled pods, and its certificates. */
@NullMarked
package io.modeenvoy.webhook;

import org.jspecify.annotations.NullMarked;
