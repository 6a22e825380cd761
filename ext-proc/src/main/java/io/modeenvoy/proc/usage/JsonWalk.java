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
    /** Whole numbers below are exact in floating point. */
    private static final double MAX_EXACT = 0x1p53;

    private static final Set<String> CONTENT =
            Set.of("content", "text", "refusal", "reasoning_content", "reasoning", "arguments");

    private static final Set<String> LAST_EVENTS =
            Set.of("response.completed", "response.incomplete", "response.failed");

    private final Shape shape;
    private final JsonParser json;
    private final ByteArrayFeeder feeder;
    /** The current field name of each level; the root object is level 1, arrays have none. */
    private final @Nullable String[] names = new @Nullable String[DEPTHS];

    private int depth;
    private boolean failed;
    private boolean usageSeen;
    private boolean usageEnded;
    private boolean lastEvent;
    private boolean choicesEmpty;
    /** Totals; -1 = not told. */
    private long input = -1;

    private long output = -1;
    private long total = -1;
    private long cached;
    private long reasoning;
    private @Nullable String model;
    private long pieces;
    private long contentBytes;

    JsonWalk(Shape shape) {
        this.shape = shape;
        try {
            json = FACTORY.createNonBlockingByteArrayParser();
        } catch (IOException e) {
            throw new IllegalStateException("no non-blocking JSON parser", e);
        }
        NonBlockingInputFeeder input = json.getNonBlockingInputFeeder();
        feeder = (ByteArrayFeeder) input;
    }

    void feed(byte[] bytes, int from, int to) {
        if (!failed && from < to) {
            try {
                feeder.feedInput(bytes, from, to);
                walk();
            } catch (IOException e) {
                failed = true;
            }
        }
        contentBytes += failed ? to - from : 0;
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

    /** What the provider says was used; null unless it gave two of input, output and total: a usage object alone is no use of zero. */
    @Nullable
    Tokens reported() {
        long in = input < 0 && output >= 0 && total >= 0 ? Math.max(0, total - output) : input;
        long out = output < 0 && input >= 0 && total >= 0 ? Math.max(0, total - input) : output;
        return in < 0 || out < 0 ? null : new Tokens(in, Math.min(cached, in), out, reasoning);
    }

    @Nullable
    String model() {
        return model;
    }

    long pieces() {
        return pieces;
    }

    long contentBytes() {
        return contentBytes;
    }

    /** Whether the provider will say no other usage: of a document one whole usage, of a stream that of the chunk without choices or of the last event. */
    boolean usageComplete() {
        return switch (shape) {
            case DOCUMENT -> usageEnded && reported() != null;
            case EVENT -> reported() != null && (usageOnly() || lastEvent);
        };
    }

    /** Whether it is the chunk that carries nothing but the usage. */
    boolean usageOnly() {
        return usageSeen && choicesEmpty && !failed;
    }

    private void walk() throws IOException {
        for (JsonToken token = json.nextToken();
                token != null && token != JsonToken.NOT_AVAILABLE;
                token = json.nextToken()) {
            switch (token) {
                case START_OBJECT, START_ARRAY -> enter(token);
                case END_OBJECT, END_ARRAY -> leave();
                case FIELD_NAME -> name(json.currentName());
                case VALUE_STRING -> string();
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
                default -> choice();
            }
        }
    }

    private void enter(JsonToken token) {
        if (token == JsonToken.START_ARRAY && depth == 1 && "choices".equals(at(1))) {
            choicesEmpty = true;
        } else {
            choice();
        }
        usageSeen |= token == JsonToken.START_OBJECT && depth > 0 && usageLevel() == depth;
        depth++;
        name(null);
    }

    private void leave() {
        depth--;
        usageEnded |= depth > 0 && usageLevel() == depth;
    }

    /** A value inside the array of choices shows that it is not empty. */
    private void choice() {
        choicesEmpty &= depth != 2 || !"choices".equals(at(1));
    }

    private void name(@Nullable String name) {
        if (depth < DEPTHS) {
            names[depth] = name;
        }
    }

    private @Nullable String at(int level) {
        return level < DEPTHS ? names[level] : null;
    }

    /** The level at which {@code usage} is a field here: of the document, or of the response inside an event; 0 = not inside. */
    private int usageLevel() {
        if ("usage".equals(at(1))) {
            return 1;
        }
        return depth > 1 && "response".equals(at(1)) && "usage".equals(at(2)) ? 2 : 0;
    }

    private void string() throws IOException {
        choice();
        String name = at(depth);
        if (name == null) {
            return;
        } else if (name.equals("model") && (depth == 1 || (depth == 2 && "response".equals(at(1))))) {
            model = json.getText();
        } else if (isContent(name)) {
            content();
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

    private void content() throws IOException {
        char[] chars = json.getTextCharacters();
        int from = json.getTextOffset();
        int length = json.getTextLength();
        for (int i = from; i < from + length; i++) {
            char c = chars[i];
            contentBytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        pieces += length > 0 ? 1 : 0;
    }

    private void number() throws IOException {
        choice();
        int level = usageLevel();
        String name = at(depth);
        long value = level == 0 || name == null ? -1 : count();
        if (value < 0 || name == null) {
            return;
        } else if (depth == level + 1) {
            total(name, value);
        } else if (depth == level + 2) {
            detail(name, value);
        }
    }

    /** The number as a count of tokens, a fraction rounded up; -1 = it is none. */
    private long count() throws IOException {
        return switch (json.getNumberType()) {
            case INT, LONG -> json.getLongValue();
            case FLOAT, DOUBLE, BIG_DECIMAL -> {
                double value = Math.ceil(json.getDoubleValue());
                yield value >= 0 && value < MAX_EXACT ? (long) value : -1;
            }
            case BIG_INTEGER -> -1;
        };
    }

    private void total(String name, long value) {
        switch (name) {
            case "prompt_tokens", "input_tokens" -> input = value;
            case "completion_tokens", "output_tokens" -> output = value;
            case "total_tokens" -> total = value;
            default -> {}
        }
    }

    private void detail(String name, long value) {
        switch (name) {
            case "cached_tokens" -> cached = value;
            case "reasoning_tokens" -> reasoning = value;
            default -> {}
        }
    }
}
