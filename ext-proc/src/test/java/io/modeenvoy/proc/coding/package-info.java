@NullMarked
package io.modeenvoy.proc.coding;

import org.jspecify.annotations.NullMarked;
