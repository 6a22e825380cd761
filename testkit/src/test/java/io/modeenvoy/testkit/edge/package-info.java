@NullMarked
package io.modeenvoy.testkit.edge;

import org.jspecify.annotations.NullMarked;
