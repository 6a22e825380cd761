package io.modeenvoy.testkit.edge;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Set;

/**
 * One call of a client.
 *
 * @param id told to the upstream in a header, so that a request there is known by it
 * @param fields further headers, as they stand on the wire
 * @param good nothing is wrong with headers and body: it must be served
 */
public record WireCall(
        String id, String path, Framing framing, List<Field> fields, ByteString body, Target target, boolean good) {
    /** The header that carries {@link #id}. */
    static final String ID = "x-call";

    private static final Set<String> REFRAMING =
            Set.of("content-length", "transfer-encoding", "connection", "upgrade", "expect");

    /** A header line; the value's characters are bytes. */
    record Field(String name, String value) {}

    public WireCall {
        fields = List.copyOf(fields);
    }

    /** Whether it is served in full, or may be refused. */
    boolean mustBeServed() {
        return good && framing.cutAt() < 0 && !framing.tellsTrailers();
    }

    /** Whether the gateway adds to the body what it needs to count a stream. */
    boolean asksForStream() {
        return body.toStringUtf8().contains("stream");
    }

    /** Whether its headers tell another end than its framing, or of the connection. */
    boolean reframes() {
        return fields.stream()
                .anyMatch(field ->
                        REFRAMING.contains(field.name()) || field.name().isBlank());
    }

    @Override
    public String toString() {
        return id + " " + path + " " + target + (good ? " good " : " hostile ") + framing + " headers " + names()
                + " body of " + body.size();
    }

    private List<String> names() {
        return fields.stream().map(Field::name).distinct().toList();
    }
}
