/** What the fleet shall do, without a word of Kubernetes and without Envoy's messages. All records are immutable and checked. */
@NullMarked
package io.modeenvoy.ir;

import org.jspecify.annotations.NullMarked;
