@NullMarked
package io.modeenvoy.devcluster;

import org.jspecify.annotations.NullMarked;
