package io.modeenvoy.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

/** What an unquoted word of YAML means to kubectl: the words of YAML 1.1, without its times and base-60 numbers. */
final class Scalars {
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE =
            Set.of("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y");
    private static final Set<String> FALSE =
            Set.of("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9_]*)");
    private static final Pattern RADIX =
            Pattern.compile("[-+]?(0x_*[0-9a-fA-F][0-9a-fA-F_]*|0o_*[0-7][0-7_]*|0b_*[01][01_]*|0[0-7_]+)");
    private static final Pattern FLOAT = Pattern.compile("[-+]?([.][0-9]+|[0-9]+([.][0-9]*)?)([eE][-+]?[0-9]{1,3})?");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Scalars() {}

    static JsonNode plain(String word) {
        if (NULL.contains(word)) {
            return JSON.nullNode();
        }
        if (TRUE.contains(word) || FALSE.contains(word)) {
            return JSON.booleanNode(TRUE.contains(word));
        }
        if (word.length() > 64) {
            return JSON.textNode(word);
        }
        return DECIMAL.matcher(word).matches() || RADIX.matcher(word).matches() ? whole(word) : other(word);
    }

    private static JsonNode other(String word) {
        return FLOAT.matcher(word).matches() ? JSON.numberNode(new BigDecimal(word)) : JSON.textNode(word);
    }

    private static JsonNode whole(String word) {
        String digits = word.replace("_", "");
        boolean negative = digits.startsWith("-");
        digits = negative || digits.startsWith("+") ? digits.substring(1) : digits;
        BigInteger value = radix(digits);
        value = negative ? value.negate() : value;
        if (value.bitLength() < Integer.SIZE) {
            return JSON.numberNode(value.intValue()); // what the Java model takes where an int or a string may stand
        }
        return value.bitLength() < Long.SIZE ? JSON.numberNode(value.longValue()) : JSON.numberNode(value);
    }

    private static BigInteger radix(String digits) {
        if (digits.startsWith("0x")) {
            return new BigInteger(digits.substring(2), 16);
        }
        if (digits.startsWith("0b")) {
            return new BigInteger(digits.substring(2), 2);
        }
        if (digits.startsWith("0o")) {
            return new BigInteger(digits.substring(2), 8);
        }
        return digits.length() > 1 && digits.startsWith("0") ? new BigInteger(digits, 8) : new BigInteger(digits);
    }
}
