/** Names that change their mind. */
@NullMarked
package io.modeenvoy.testkit.dns;

import org.jspecify.annotations.NullMarked;
