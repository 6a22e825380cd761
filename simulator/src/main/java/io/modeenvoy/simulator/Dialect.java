package io.modeenvoy.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** One API for generated text: how its requests are read and its answers written. */
sealed interface Dialect permits ChatDialect, CompletionsDialect, ResponsesDialect, MessagesDialect {

    ModelCall read(Fields fields) throws BadRequest;

    ObjectNode plain(Answer answer);

    void stream(Answer answer, EventStream out) throws IOException;

    ErrorShape errors();
}
