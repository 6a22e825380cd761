package io.modeenvoy.proc.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.google.protobuf.ByteString;
import io.modeenvoy.proc.openai.ApiError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One pass over the tokens of a body; keeps the ranges of what it knows and steps over the rest. */
final class RequestScanner {
    static final int MAX_DEPTH = 512;
    /** Longest name of a model, in characters: it goes into logs and error messages. */
    static final int MAX_MODEL = 1_024;
    /** Longest piece of a body that a message shows. */
    private static final int MAX_SHOWN = 40;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** Tools that run at the client. What any other finds or makes becomes input at the provider, in turns nobody here sees. */
    private static final Set<String> CLIENTS_TOOLS = Set.of("function", "custom");

    private final JsonParser json;
    private final InputScan input;
    /** Each is remembered for as long as the call lasts; no API has a hundred. */
    private static final int MOST_FIELDS = 1_024;

    private final List<RequestScan.Field> fields = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final Map<OutputLimit, RequestScan.Limit> limits = new EnumMap<>(OutputLimit.class);
    private @Nullable String model;
    private ByteRange modelRange = new ByteRange(0, 0);
    private boolean stream;
    private long choices = 1;
    private long bestOf = 1;
    private long prompts = 1;
    private RequestScan.@Nullable StreamOptions streamOptions;
    private boolean remote;
    private boolean background;
    private @Nullable String otherModel;
    private @Nullable String otherLimit;

    private RequestScanner(JsonParser json, byte[] body) {
        this.json = json;
        this.input = new InputScan(json, body);
    }

    static ScanResult scan(ByteString body) {
        if (body.isEmpty()) {
            return refused("empty_body", "The request's body is empty (expected: a JSON object).");
        }
        if (!body.isValidUtf8()) {
            return refused("invalid_utf8", "The request's body is not valid UTF-8.");
        }
        byte[] bytes = body.toByteArray();
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            return new ScanResult.Scanned(new RequestScanner(parser, bytes).read());
        } catch (RefusedException e) {
            return new ScanResult.Refused(e.error);
        } catch (StreamConstraintsException e) {
            return refused(
                    "invalid_json",
                    "The request's body goes over a limit of the parser (nesting: " + MAX_DEPTH + " levels): "
                            + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            return refused(
                    "invalid_json", "The request's body is not valid JSON: " + e.getOriginalMessage() + where(e));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static ScanResult refused(String code, String message) {
        return new ScanResult.Refused(ApiError.invalid(400, code, null, message));
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    private RequestScan read() throws IOException, RefusedException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new RefusedException(ApiError.invalid(
                    400, "invalid_json", null, "The request's body is no JSON object (expected: {\"model\": …})."));
        }
        int start = offset();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (fields.size() == MOST_FIELDS) {
                throw new RefusedException(ApiError.invalid(
                        400,
                        "too_many_fields",
                        null,
                        "The request has more than " + MOST_FIELDS + " fields (expected: those of the API)."));
            }
            fields.add(new RequestScan.Field(name, tokenOffset()));
            json.nextToken();
            field(name);
        }
        int end = tokenOffset();
        if (json.nextToken() != null) {
            throw new RefusedException(
                    ApiError.invalid(400, "invalid_json", null, "The request's body goes on after its JSON object."));
        }
        if (model == null) {
            throw new RefusedException(ApiError.invalid(
                    400, "missing_required_parameter", "model", "model: absent (expected: the name of a model)"));
        }
        long answers = times(Math.max(choices, bestOf), prompts);
        return new RequestScan(
                model,
                modelRange,
                stream,
                limits,
                answers,
                streamOptions,
                remote,
                input.pictures(),
                background,
                start,
                end,
                fields,
                otherModel,
                otherLimit);
    }

    private void field(String name) throws IOException, RefusedException {
        switch (name) {
            case "model" -> model(once(name));
            case "stream" -> stream = flag(once(name));
            case "max_tokens" -> limit(OutputLimit.MAX_TOKENS, once(name));
            case "max_completion_tokens" -> limit(OutputLimit.MAX_COMPLETION_TOKENS, once(name));
            case "max_output_tokens" -> limit(OutputLimit.MAX_OUTPUT_TOKENS, once(name));
            case "n" -> choices = count(once(name));
            case "best_of" -> bestOf = count(once(name));
            case "stream_options" -> streamOptions(once(name));
            case "prompt" -> {
                once(name);
                prompts();
            }
            case "tools" -> tools();
            case "background" -> {
                background |= json.currentToken() == JsonToken.VALUE_TRUE;
                json.skipChildren();
            }
            default -> other(name);
        }
    }

    private void other(String name) throws IOException, RefusedException {
        switch (KnownFields.of(name)) {
            case null -> unknown(name);
            case INPUT -> remote |= !input.shown();
            case MODEL -> {
                otherModel = json.currentToken() == JsonToken.VALUE_NULL ? otherModel : name;
                json.skipChildren();
            }
            case PLAIN -> json.skipChildren();
        }
    }

    /** A field nobody here has read about: it may be a limit, also deep inside, and name any content. */
    private void unknown(String name) throws IOException, RefusedException {
        String judged = KnownFields.otherSpellingOf(name);
        if (judged != null) {
            throw new RefusedException(ApiError.field(
                    shortened(name),
                    "%s: another spelling of %s (expected: %s itself; providers differ in what they make of others)"
                            .formatted(shortened(name), judged, judged)));
        }
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        remote |= json.currentToken() != JsonToken.VALUE_FALSE;
        if (KnownFields.looksJudged(name)) {
            otherLimit = shortened(name);
        }
        int depth = 0;
        for (JsonToken token = json.currentToken(); ; token = json.nextToken()) {
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth == 0) {
                return;
            } else if (token == JsonToken.FIELD_NAME
                    && otherLimit == null
                    && KnownFields.looksJudged(json.currentName())) {
                otherLimit = shortened(name + "." + json.currentName());
            }
        }
    }

    private static String shortened(String text) {
        return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
    }

    private String once(String name) throws RefusedException {
        if (!seen.add(name)) {
            throw new RefusedException(
                    ApiError.field(name, name + ": there twice (expected: once; which one counts would be a guess)"));
        }
        return name;
    }

    private void model(String name) throws IOException, RefusedException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong(name, "a string");
        }
        int from = tokenOffset();
        model = json.getText();
        modelRange = new ByteRange(from, offset());
        if (!isName(model)) {
            throw wrong(
                    name,
                    "the name of a model, at most " + MAX_MODEL
                            + " characters, without control characters or outer spaces");
        }
    }

    /** Whether all readers take it for the same name: some end it at a control character, drop spaces around it, or replace half a character. */
    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_MODEL
                && text.equals(text.strip())
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    private boolean flag(String name) throws IOException, RefusedException {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw wrong(name, "true or false");
        };
    }

    private void limit(OutputLimit limit, String name) throws IOException, RefusedException {
        int from = tokenOffset();
        long value = json.currentToken() == JsonToken.VALUE_NULL ? -1 : integer(name, 1);
        limits.put(limit, new RequestScan.Limit(value, new ByteRange(from, offset())));
    }

    private long count(String name) throws IOException, RefusedException {
        return json.currentToken() == JsonToken.VALUE_NULL ? 1 : integer(name, 1);
    }

    private long integer(String name, long least) throws IOException, RefusedException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                && json.getLongValue() >= least) {
            return json.getLongValue();
        }
        throw wrong(name, "an integer of at least " + least);
    }

    private void streamOptions(String name) throws IOException, RefusedException {
        int from = tokenOffset();
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            streamOptions = new RequestScan.StreamOptions(new ByteRange(from, offset()), true, false, null);
            return;
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw wrong(name, "an object");
        }
        boolean empty = true;
        boolean asked = false;
        ByteRange range = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            empty = false;
            String inner = json.currentName();
            json.nextToken();
            if (inner.equals("include_usage")) {
                int at = tokenOffset();
                asked = flag(once("stream_options.include_usage"));
                range = new ByteRange(at, offset());
            } else {
                json.skipChildren();
            }
        }
        streamOptions = new RequestScan.StreamOptions(new ByteRange(from, offset()), empty, asked, range);
    }

    /** A completion may ask for several prompts at once: an array of strings, or of arrays of tokens. */
    private void prompts() throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            remote |= json.currentToken() == JsonToken.START_OBJECT; // a stored prompt of the responses API
            json.skipChildren();
            return;
        }
        long count = 0;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            count += token == JsonToken.VALUE_STRING || token == JsonToken.START_ARRAY ? 1 : 0;
            remote |= token == JsonToken.START_OBJECT;
            json.skipChildren();
        }
        prompts = Math.max(1, count);
    }

    private void tools() throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            remote |= json.currentToken() != JsonToken.VALUE_NULL;
            json.skipChildren();
            return;
        }
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                remote |= !isClients();
            } else {
                remote = true;
                json.skipChildren();
            }
        }
    }

    /** Steps over a tool; whether it says that it runs at the client. */
    private boolean isClients() throws IOException {
        boolean typed = false;
        boolean clients = true;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean type = json.currentName().equals("type");
            json.nextToken();
            typed |= type;
            clients &= !type || CLIENTS_TOOLS.contains(json.getText());
            json.skipChildren();
        }
        return typed && clients;
    }

    private int tokenOffset() {
        return (int) json.currentTokenLocation().getByteOffset();
    }

    /** The offset after the current token, which is read to its end first: the parser leaves strings for later. */
    private int offset() throws IOException {
        json.finishToken();
        return (int) json.currentLocation().getByteOffset();
    }

    private RefusedException wrong(String name, String expected) throws IOException {
        String value = json.currentToken().isStructStart()
                ? json.currentToken() == JsonToken.START_OBJECT ? "an object" : "an array"
                : json.getText();
        String quoted =
                json.currentToken() == JsonToken.VALUE_STRING ? "\"" + shortened(value) + "\"" : shortened(value);
        return new RefusedException(ApiError.field(name, name + ": " + quoted + " (expected: " + expected + ")"));
    }

    private static long times(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }

    /** Carries a refusal out of the pass. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        private final transient ApiError error;

        RefusedException(ApiError error) {
            super(error.message(), null, false, false);
            this.error = error;
        }
    }
}
