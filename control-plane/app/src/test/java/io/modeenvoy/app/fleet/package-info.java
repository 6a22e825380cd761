@NullMarked
package io.modeenvoy.app.fleet;

import org.jspecify.annotations.NullMarked;
