package io.modeenvoy.testkit.edge;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Locale;

/**
 * A request as an upstream saw it.
 *
 * @param id of the call; empty = it did not say
 * @param head request line or pseudo headers, then the header lines {@code name: value}
 */
record Seen(String id, List<String> head, ByteString body) {
    Seen {
        head = List.copyOf(head);
    }

    /** The values of a header. */
    List<String> values(String name) {
        String start = name + ":";
        return head.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .toList();
    }
}
