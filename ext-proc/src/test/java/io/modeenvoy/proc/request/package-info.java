/** Tests of proc.request. */
@NullMarked
package io.modeenvoy.proc.request;

import org.jspecify.annotations.NullMarked;
