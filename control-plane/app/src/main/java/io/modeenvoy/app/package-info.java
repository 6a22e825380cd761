/** The control plane, wired: views in, xDS out, conditions back. */
@NullMarked
package io.modeenvoy.app;

import org.jspecify.annotations.NullMarked;
