package io.modeenvoy.simulator;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the simulator's own request headers; a value it cannot use is the client's mistake, named. */
record HeaderReader(Function<String, @Nullable String> header) {

    Duration millis(String name, Duration otherwise, int most) throws BadRequest {
        Integer value = number(name, null, 0, most);
        return value == null ? otherwise : Duration.ofMillis(value);
    }

    int count(String name, int otherwise, int least, int most) throws BadRequest {
        Integer value = number(name, null, least, most);
        return value == null ? otherwise : value;
    }

    @Nullable
    Integer number(String name, @Nullable Integer otherwise, int least, int most) throws BadRequest {
        String text = header.apply(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw BadRequest.field(name, text, "a number " + least + ".." + most);
        }
        throw BadRequest.field(name, text, "a number " + least + ".." + most);
    }

    boolean flag(String name, boolean otherwise) throws BadRequest {
        String text = header.apply(name);
        return switch (text) {
            case null -> otherwise;
            case "true" -> true;
            case "false" -> false;
            default -> throw BadRequest.field(name, text, "true or false");
        };
    }
}
