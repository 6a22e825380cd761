@NullMarked
package io.modeenvoy.bootstrap;

import org.jspecify.annotations.NullMarked;
