/** OpenAI's shapes that the gateway itself speaks: endpoints, errors, the list of models. */
@NullMarked
package io.modeenvoy.proc.openai;

import org.jspecify.annotations.NullMarked;
