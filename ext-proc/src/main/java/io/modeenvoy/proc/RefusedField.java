package io.modeenvoy.proc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The field that an error of a provider says it does not take. It says so where it names the field at fault ({@code param}, or the place of it in {@code loc}), or in words beside the name. To
 * mention a field, as an error about too long an input does, is not that.
 */
final class RefusedField {
    private static final JsonFactory JSON = new JsonFactory();

    /** Where validators say which part of the body is wrong; OpenAI's shape says it in {@code param}. */
    private static final Set<String> PLACES = Set.of("loc", "param", "path");

    private static final Pattern WORDS = Pattern.compile(
            "unknown|unsupported|not support|unrecogni[sz]ed|unexpected|not permitted|not allowed|forbidden|no such|not exist|not a (valid|known)"
                    + "|invalid (field|parameter|argument|key|property)|(extra|additional) (field|input|propert|parameter)",
            Pattern.CASE_INSENSITIVE);

    /** Words so far from the name are about something else; so are those of another sentence. */
    private static final int BESIDE = 60;

    private static final Pattern SENTENCE_END = Pattern.compile("[.!?;](\\s|$)|\\n");

    private RefusedField() {}

    /** One of {@code fields}; empty = the error says nothing of the kind. */
    static Optional<String> of(ByteString error, Collection<String> fields) {
        try (JsonParser json = JSON.createParser(error.newInput())) {
            JsonToken token = json.nextToken();
            String name = "";
            while (token != null) {
                if (token == JsonToken.FIELD_NAME) {
                    name = json.currentName();
                } else if (token == JsonToken.VALUE_STRING) {
                    Optional<String> field = in(name, json.getText(), fields);
                    if (field.isPresent()) {
                        return field;
                    }
                }
                token = json.nextToken();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // no document: nothing that could be understood
        }
    }

    private static Optional<String> in(String name, String text, Collection<String> fields) {
        return fields.stream()
                .filter(field -> PLACES.contains(name)
                        ? text.equals(field) || text.startsWith(field + ".")
                        : isRefused(field, text))
                .findFirst();
    }

    private static boolean isRefused(String field, String text) {
        Matcher found = Pattern.compile("(?<![\\w-])" + Pattern.quote(field) + "(?![\\w-])")
                .matcher(text);
        while (found.find()) {
            String before = text.substring(Math.max(0, found.start() - BESIDE), found.start());
            String behind = text.substring(found.end(), Math.min(text.length(), found.end() + BESIDE));
            if (WORDS.matcher(lastSentence(before)).find()
                    || WORDS.matcher(SENTENCE_END.split(behind, 2)[0]).find()) {
                return true;
            }
        }
        return false;
    }

    private static String lastSentence(String text) {
        String[] sentences = SENTENCE_END.split(text, -1);
        return sentences[sentences.length - 1];
    }
}
