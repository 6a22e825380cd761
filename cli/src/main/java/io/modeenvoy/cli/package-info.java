/** The {@code modeenvoy} command line: each command is one class; long-running ones compose the product. */
@NullMarked
package io.modeenvoy.cli;

import org.jspecify.annotations.NullMarked;
