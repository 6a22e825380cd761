/** Tests. */
@NullMarked
package io.modeenvoy.gateways;

import org.jspecify.annotations.NullMarked;
