package io.modeenvoy.file;

import io.modeenvoy.crd.SizeLimit;
import java.io.Serial;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.Parser;

/** Counts what is written in a document while it is read: the tree of too many values is never built. */
final class CountedParser implements Parser {
    private final Parser parser;
    private int values;

    CountedParser(Parser parser) {
        this.parser = parser;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public Event getEvent() {
        Event event = parser.getEvent();
        switch (event.getEventId()) {
            case DocumentStart -> values = 0;
            case Scalar, Alias, SequenceStart, MappingStart -> count(event);
            default -> {}
        }
        return event;
    }

    /** Keys are counted, too: of a mapping there are twice as many. */
    private void count(Event event) {
        if (SizeLimit.DOCUMENT_VALUES.isExceededBy(++values / 2)) {
            throw new TooManyValuesException(event.getStartMark());
        }
    }

    /** As YAML is refused. */
    private static final class TooManyValuesException extends MarkedYAMLException {
        @Serial
        private static final long serialVersionUID = 1L;

        TooManyValuesException(Mark mark) {
            super(
                    null,
                    null,
                    "more values than are read (expected: " + SizeLimit.DOCUMENT_VALUES.expected()
                            + "; divide it into several)",
                    mark);
        }
    }
}
