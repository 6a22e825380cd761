/** Which certificate may claim to be which node. */
@NullMarked
package io.modeenvoy.app.grants;

import org.jspecify.annotations.NullMarked;
