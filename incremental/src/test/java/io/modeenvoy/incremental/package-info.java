@NullMarked
package io.modeenvoy.incremental;

import org.jspecify.annotations.NullMarked;
