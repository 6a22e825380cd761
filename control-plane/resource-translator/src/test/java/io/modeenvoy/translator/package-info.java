/** Golden cases for what users write, plain tests for values and for what stays the same. */
@NullMarked
package io.modeenvoy.translator;

import org.jspecify.annotations.NullMarked;
