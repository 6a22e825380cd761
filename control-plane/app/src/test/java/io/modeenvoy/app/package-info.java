/** The feature floor: the whole control plane in one JVM, with fakes of its clients. */
@NullMarked
package io.modeenvoy.app;

import org.jspecify.annotations.NullMarked;
