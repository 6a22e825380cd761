/** What the services enforce, as plain values: no Kubernetes, no Envoy, no I/O. */
@NullMarked
package io.modeenvoy.policy;

import org.jspecify.annotations.NullMarked;
