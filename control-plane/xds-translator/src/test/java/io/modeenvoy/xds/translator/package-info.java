@NullMarked
package io.modeenvoy.xds.translator;

import org.jspecify.annotations.NullMarked;
