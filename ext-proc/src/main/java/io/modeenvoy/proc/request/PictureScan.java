package io.modeenvoy.proc.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Reads one picture of an input: where it is, and in which detail it is wanted. Only what says that it is a picture is one: a file or a film at the same place may be
 * any number of tokens.
 */
final class PictureScan {
    private static final String CONTENT = "data:image/";
    private static final List<String> ADDRESSES = List.of("https://", "http://");

    /** Bytes of an address, a signed one too. What is longer may be text that a careless server shows its model. */
    private static final int LONGEST_ADDRESS = 4_096;

    private final JsonParser json;
    private final byte[] body;
    private int addresses;
    private boolean inObject;
    private boolean low;
    private boolean lowBeside;
    private boolean high;
    private boolean odd;
    private long bytes;

    PictureScan(JsonParser json, byte[] body) {
        this.json = json;
        this.body = body;
    }

    /** Steps over the value of {@code image_url} at hand, a text or an object with one, to the token behind it. */
    JsonToken address() throws IOException {
        addresses++;
        return switch (json.currentToken()) {
            case VALUE_STRING -> text();
            case START_OBJECT -> object();
            default -> {
                odd = true;
                yield behind();
            }
        };
    }

    /** Steps over the value of {@code detail} beside the address to the token behind it. Servers heed it there only where the address is a text. */
    JsonToken detail() throws IOException {
        boolean isLow = isLow();
        lowBeside |= isLow;
        high |= !isLow;
        return behind();
    }

    private JsonToken detailInside() throws IOException {
        boolean isLow = isLow();
        low |= isLow;
        high |= !isLow;
        return behind();
    }

    private boolean isLow() throws IOException {
        return json.currentToken() == JsonToken.VALUE_STRING && json.getText().equals("low");
    }

    /** Whether anything of a picture was read. */
    boolean any() {
        return addresses > 0 || low || lowBeside || high;
    }

    /** Whether it is one picture and nothing else. */
    boolean isOne() {
        return addresses == 1 && !odd;
    }

    boolean lowDetail() {
        return (low || (lowBeside && !inObject)) && !high;
    }

    long bytes() {
        return bytes;
    }

    private JsonToken object() throws IOException {
        inObject = true;
        int urls = 0;
        JsonToken token = json.nextToken();
        while (token == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("url") && value == JsonToken.VALUE_STRING) {
                urls++;
                token = text();
            } else {
                odd |= !name.equals("detail") && value != JsonToken.VALUE_NULL; // it may name another content
                token = name.equals("detail") ? detailInside() : behind();
            }
        }
        odd |= urls != 1;
        return json.nextToken();
    }

    private JsonToken behind() throws IOException {
        json.skipChildren();
        return json.nextToken();
    }

    /** The text is not taken out of the body, for it can be long: its end is before the token behind it. */
    private JsonToken text() throws IOException {
        int from = offset() + 1;
        String beginning = beginning(from);
        JsonToken next = json.nextToken();
        int to = offset() - 1;
        while (body[to] != '"') {
            to--;
        }
        bytes += to - from;
        odd |= !beginning.equals(CONTENT)
                && (to - from > LONGEST_ADDRESS || ADDRESSES.stream().noneMatch(beginning::startsWith));
        return next;
    }

    /** The first characters, in lower case; some writers put a backslash before a slash. */
    private String beginning(int from) {
        byte[] first = new byte[CONTENT.length()];
        int length = 0;
        for (int at = from; length < first.length && at < body.length && body[at] != '"'; at++) {
            if (body[at] != '\\' || body[at + 1] != '/') {
                first[length++] = body[at];
            }
        }
        return new String(first, 0, length, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    private int offset() {
        return (int) json.currentTokenLocation().getByteOffset();
    }
}
