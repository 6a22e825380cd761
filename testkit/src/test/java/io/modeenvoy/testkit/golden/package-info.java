@NullMarked
package io.modeenvoy.testkit.golden;

import org.jspecify.annotations.NullMarked;
