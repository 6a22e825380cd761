package io.modeenvoy.proc.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.core.async.NonBlockingInputFeeder;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks one JSON document that arrives in pieces and picks usage, model and content. What is no JSON counts as content, byte by byte. */
final class JsonWalk {
    /** Where content stands. */
    enum Shape {
        /** A whole answer. */
        DOCUMENT,
        /** One event of a streamed answer. */
        EVENT
    }

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // NaN among log probabilities must not hide the usage
            .build();
    private static final int DEPTHS = 12;

    private static final Set<String> CONTENT =
            Set.of("content", "text", "refusal", "reasoning_content", "reasoning", "arguments");

    /** Fields of a chunk that tell a client something, beside the usage. */
    private static final Set<String> OTHERS = Set.of(
            "error",
            "type",
            "candidates",
            "message",
            "response",
            "delta",
            "content",
            "text",
            "output",
            "data",
            "generated_text");

    private static final Set<String> LAST_EVENTS =
            Set.of("response.completed", "response.incomplete", "response.failed");

    private final Shape shape;
    private final JsonParser json;
    private final ByteArrayFeeder feeder;
    /** The current field name of each level; the root object is level 1, arrays have none. */
    private final @Nullable String[] names = new @Nullable String[DEPTHS];
    /** What is known of usage under that field; of an array what is known of the field that holds it. */
    private final UsageDialects.@Nullable Node[] nodes = new UsageDialects.@Nullable Node[DEPTHS];

    private final StringClip clip = new StringClip();
    private final UsageNumbers usage = new UsageNumbers();

    private int depth;
    private boolean failed;
    private boolean usageSeen;
    private boolean usageEnded;
    private boolean lastEvent;
    private boolean choices;
    private boolean others;
    private @Nullable String model;
    private Content content = Content.NONE;
    private long fed;

    JsonWalk(Shape shape) {
        this.shape = shape;
        nodes[0] = UsageDialects.ROOT;
        try {
            json = FACTORY.createNonBlockingByteArrayParser();
        } catch (IOException e) {
            throw new IllegalStateException("no non-blocking JSON parser", e);
        }
        NonBlockingInputFeeder input = json.getNonBlockingInputFeeder();
        feeder = (ByteArrayFeeder) input;
    }

    void feed(byte[] bytes, int from, int to) {
        fed += to - from;
        if (!failed) {
            try {
                clip.feed(bytes, from, to, this::parse);
            } catch (IOException e) {
                failed = true;
            }
        }
    }

    private void parse(byte[] bytes, int from, int to) throws IOException {
        feeder.feedInput(bytes, from, to);
        walk();
    }

    void end() {
        if (!failed) {
            try {
                feeder.endOfInput();
                walk();
                json.close();
            } catch (IOException e) {
                failed = true;
            }
        }
    }

    /** What it tells of usage. */
    UsageNumbers usage() {
        return usage;
    }

    @Nullable
    String model() {
        return model;
    }

    Content content() {
        return failed ? new Content(content.pieces(), fed, fed) : content;
    }

    /** Whether an object of usage has ended, or all that could hold numbers of one. */
    boolean usageEnded() {
        return usageEnded;
    }

    /** Whether it is an event after which the provider tells no other usage: the chunk without choices, or the last event of the responses API. */
    boolean lastWord() {
        return usageOnly() || lastEvent;
    }

    /** Whether it is the chunk that carries nothing but the usage: its choices are empty, null or not there. */
    boolean usageOnly() {
        return usageSeen && !choices && !others && !failed;
    }

    private void walk() throws IOException {
        for (JsonToken token = json.nextToken();
                token != null && token != JsonToken.NOT_AVAILABLE;
                token = json.nextToken()) {
            switch (token) {
                case START_OBJECT, START_ARRAY -> enter(token);
                case END_OBJECT, END_ARRAY -> leave();
                case FIELD_NAME -> field(json.currentName());
                case VALUE_STRING -> string();
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
                case VALUE_NULL -> {}
                default -> value();
            }
        }
    }

    private void enter(JsonToken token) {
        boolean array = token == JsonToken.START_ARRAY;
        if (!array || depth != 1 || !"choices".equals(at(1))) {
            value();
        }
        UsageDialects.Node node = node(depth);
        usageSeen |= !array && node != null && node.isPlace();
        depth++;
        name(null);
        if (array && depth < DEPTHS) {
            nodes[depth] = node;
        }
    }

    private void leave() {
        depth--;
        UsageDialects.Node node = node(depth);
        usageEnded |= depth == 0 || (node != null && node.isPlace());
    }

    /** A value other than null: inside of the choices it shows that there are some, and under some names that the event is not one of usage alone. */
    private void value() {
        boolean inside = depth <= 2 && "choices".equals(at(1));
        choices |= inside;
        others |= depth == 1 && !inside && OTHERS.contains(String.valueOf(at(1)));
    }

    private void field(String name) {
        clip.takeLeft();
        name(name);
        UsageDialects.Node parent = node(depth - 1);
        if (depth < DEPTHS) {
            nodes[depth] = parent == null ? null : parent.child(name);
        }
    }

    private void name(@Nullable String name) {
        if (depth < DEPTHS) {
            names[depth] = name;
            nodes[depth] = null;
        }
    }

    private @Nullable String at(int level) {
        return level < DEPTHS ? names[level] : null;
    }

    private UsageDialects.@Nullable Node node(int level) {
        return level < DEPTHS ? nodes[level] : null;
    }

    private void string() throws IOException {
        value();
        Content left = clip.takeLeft();
        String name = at(depth);
        if (name == null) {
            return;
        } else if (name.equals("model") && (depth == 1 || (depth == 2 && "response".equals(at(1))))) {
            model = json.getText();
        } else if (isContent(name)) {
            content(left);
        } else if (depth == 1 && name.equals("type")) {
            lastEvent = endsResponse();
        }
    }

    /** Whether the event is one that ends an answer of the responses API: it tells all that was used. */
    private boolean endsResponse() throws IOException {
        return switch (json.getTextLength()) { // most types are none of these, and stay unread
            case 15, 18, 19 -> LAST_EVENTS.contains(json.getText());
            default -> false;
        };
    }

    private boolean isContent(String name) {
        String root = at(1);
        return switch (shape) {
            case DOCUMENT -> CONTENT.contains(name) && ("choices".equals(root) || "output".equals(root));
            case EVENT -> depth == 1 ? name.equals("delta") : CONTENT.contains(name) && "choices".equals(root);
        };
    }

    private void content(Content left) throws IOException {
        char[] chars = json.getTextCharacters();
        int from = json.getTextOffset();
        int length = json.getTextLength();
        long bytes = 0;
        for (int i = from; i < from + length; i++) {
            char c = chars[i];
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        content = content.plus(left).plus(new Content(length > 0 ? 1 : 0, bytes, length));
    }

    private void number() throws IOException {
        value();
        UsageDialects.Node node = node(depth);
        UsageDialects.Meaning meaning = node == null || at(depth) == null ? null : node.meaning();
        if (meaning != null) {
            usage.tell(meaning, count());
        }
    }

    /** The number as a count of tokens, a fraction rounded up; -1 = it is none. */
    private long count() throws IOException {
        return switch (json.getNumberType()) {
            case INT, LONG -> json.getLongValue();
            case FLOAT, DOUBLE, BIG_DECIMAL -> {
                double value = Math.ceil(json.getDoubleValue());
                yield value >= 0 && value < Long.MAX_VALUE ? (long) value : -1;
            }
            case BIG_INTEGER -> -1;
        };
    }
}
