/** Reading and patching a request's JSON without binding it. */
@NullMarked
package io.modeenvoy.proc.request;

import org.jspecify.annotations.NullMarked;
