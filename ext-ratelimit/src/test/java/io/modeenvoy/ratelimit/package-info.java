@NullMarked
package io.modeenvoy.ratelimit;

import org.jspecify.annotations.NullMarked;
