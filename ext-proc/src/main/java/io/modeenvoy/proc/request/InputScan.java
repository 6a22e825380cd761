package io.modeenvoy.proc.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;

/**
 * Tells whether the body shows the size of an input: it does for the kinds of text that are listed here. Anything else, also what nobody knows yet, may be
 * fetched or remembered by the provider.
 */
final class InputScan {
    /** What a field of a message, of an item or of a part says of its object. */
    private enum Part {
        /** Its kind. */
        TYPE,
        /** That it is a message. */
        ROLE,
        /** That the provider may know it. */
        ID,
        /** Names and text, whatever stands in it. */
        TEXT,
        /** Text, or further parts. */
        PARTS
    }

    private static final Map<String, Part> FIELDS = Map.ofEntries(
            Map.entry("type", Part.TYPE),
            Map.entry("role", Part.ROLE),
            Map.entry("arguments", Part.TEXT),
            Map.entry("cache_control", Part.TEXT),
            Map.entry("custom", Part.TEXT),
            Map.entry("function", Part.TEXT),
            Map.entry("function_call", Part.TEXT),
            Map.entry("logprobs", Part.TEXT),
            Map.entry("annotations", Part.PARTS),
            Map.entry("call_id", Part.PARTS),
            Map.entry("content", Part.PARTS),
            Map.entry("id", Part.ID),
            Map.entry("index", Part.PARTS),
            Map.entry("input", Part.PARTS),
            Map.entry("name", Part.PARTS),
            Map.entry("output", Part.PARTS),
            Map.entry("phase", Part.PARTS),
            Map.entry("prefix", Part.PARTS),
            Map.entry("reasoning", Part.PARTS),
            Map.entry("reasoning_content", Part.PARTS),
            Map.entry("refusal", Part.PARTS),
            Map.entry("status", Part.PARTS),
            Map.entry("text", Part.PARTS),
            Map.entry("tool_call_id", Part.PARTS),
            Map.entry("tool_calls", Part.PARTS));

    /** Kinds whose content is text in the body. */
    private static final String[] TYPES = {
        "text",
        "input_text",
        "output_text",
        "refusal",
        "message",
        "content",
        "function",
        "function_call",
        "function_call_output",
        "custom",
        "custom_tool_call",
        "custom_tool_call_output"
    };

    private final JsonParser json;

    InputScan(JsonParser json) {
        this.json = json;
    }

    /** Steps over the value at hand; whether the body shows all of it. */
    boolean shown() throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            default -> true;
        };
    }

    private boolean array() throws IOException {
        boolean shown = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            shown &= shown();
        }
        return shown;
    }

    /** One that does not say its kind may be a reference, and so may a message that has an id and no content. */
    private boolean object() throws IOException {
        boolean shown = true;
        boolean typed = false;
        boolean message = false;
        boolean identified = false;
        boolean told = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            Part part = FIELDS.get(json.currentName());
            JsonToken value = json.nextToken();
            switch (part) {
                case null -> shown &= value == JsonToken.VALUE_NULL;
                case TYPE -> {
                    typed = true;
                    shown &= value == JsonToken.VALUE_STRING && isText();
                }
                case ROLE -> message = true;
                case ID -> identified = true;
                case PARTS -> {
                    told |= json.currentName().equals("content");
                    shown &= shown();
                }
                case TEXT -> {}
            }
            json.skipChildren();
        }
        return shown && (typed || (message && (told || !identified)));
    }

    private boolean isText() throws IOException {
        char[] chars = json.getTextCharacters();
        int from = json.getTextOffset();
        int length = json.getTextLength();
        for (String type : TYPES) {
            if (type.length() == length && matches(type, chars, from)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String type, char[] chars, int from) {
        for (int i = 0; i < type.length(); i++) {
            if (type.charAt(i) != chars[from + i]) {
                return false;
            }
        }
        return true;
    }
}
