package io.modeenvoy.proc.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;

/**
 * Tells whether the body shows the size of an input: it does for the kinds of text that are listed here, and for pictures, which are counted. Anything else, also
 * what nobody knows yet, may be fetched or remembered by the provider.
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
        PARTS,
        /** A picture. */
        IMAGE,
        /** How exactly a picture is looked at. */
        DETAIL
    }

    /** What an object says that it is. */
    private enum Said {
        NOTHING,
        TEXT,
        PICTURE,
        UNKNOWN
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
            Map.entry("detail", Part.DETAIL),
            Map.entry("id", Part.ID),
            Map.entry("image_url", Part.IMAGE),
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

    /** Kinds that are a picture. */
    private static final String[] PICTURES = {"image_url", "input_image"};

    private final JsonParser json;
    private final byte[] body;
    private Pictures pictures = Pictures.NONE;

    InputScan(JsonParser json, byte[] body) {
        this.json = json;
        this.body = body;
    }

    /** Those that were met so far. */
    Pictures pictures() {
        return pictures;
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
        Said said = Said.NOTHING;
        boolean message = false;
        boolean identified = false;
        boolean told = false;
        PictureScan picture = new PictureScan(json, body);
        JsonToken token = json.nextToken();
        while (token == JsonToken.FIELD_NAME) {
            Part part = FIELDS.get(json.currentName());
            JsonToken value = json.nextToken();
            switch (part) {
                case null -> shown &= value == JsonToken.VALUE_NULL;
                case TYPE -> said = said == Said.NOTHING ? said(value) : Said.UNKNOWN;
                case ROLE -> message = true;
                case ID -> identified = true;
                case PARTS -> {
                    told |= json.currentName().equals("content");
                    shown &= shown();
                }
                case TEXT, IMAGE, DETAIL -> {}
            }
            token = part == Part.IMAGE ? picture.address() : part == Part.DETAIL ? picture.detail() : behind();
        }
        return shown
                && switch (said) {
                    case NOTHING -> message && (told || !identified) && !picture.any();
                    case TEXT -> !picture.any();
                    case PICTURE -> counted(picture);
                    case UNKNOWN -> false;
                };
    }

    /** Steps over the value at hand to the token behind it. */
    private JsonToken behind() throws IOException {
        json.skipChildren();
        return json.nextToken();
    }

    private boolean counted(PictureScan picture) {
        if (picture.isOne()) {
            pictures = pictures.plus(picture.lowDetail(), picture.bytes());
        }
        return picture.isOne();
    }

    private Said said(JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            return Said.UNKNOWN;
        }
        return isOneOf(TYPES) ? Said.TEXT : isOneOf(PICTURES) ? Said.PICTURE : Said.UNKNOWN;
    }

    private boolean isOneOf(String[] types) throws IOException {
        char[] chars = json.getTextCharacters();
        int from = json.getTextOffset();
        int length = json.getTextLength();
        for (String type : types) {
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
