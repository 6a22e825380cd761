@NullMarked
package io.modeenvoy.app.grants;

import org.jspecify.annotations.NullMarked;
