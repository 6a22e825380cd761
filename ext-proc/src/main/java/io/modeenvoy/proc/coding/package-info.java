/** Codings of content: what a provider compressed although it was asked not to is inflated while it passes. */
@NullMarked
package io.modeenvoy.proc.coding;

import org.jspecify.annotations.NullMarked;
