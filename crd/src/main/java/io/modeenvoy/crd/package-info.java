/** Our custom resources as records, the kinds of objects we read, and {@link io.modeenvoy.crd.ResourceView}, the immutable set of them all. */
@NullMarked
package io.modeenvoy.crd;

import org.jspecify.annotations.NullMarked;
