package io.modeenvoy.gateways;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Objects of a cluster, written down as trees. */
final class Trees {
    static final JsonMapper JSON = new JsonMapper();

    private Trees() {}

    /** From keys and values in turn; maps and lists become trees of their own. */
    static ObjectNode tree(Object... pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put((String) pairs[i], pairs[i + 1]);
        }
        return JSON.valueToTree(fields);
    }

    /** Whether all that {@code wanted} says stands in {@code there}, which may say more; lists must be equally long. */
    static boolean holds(JsonNode there, JsonNode wanted) {
        if (wanted.isObject()) {
            return there.isObject()
                    && wanted.properties().stream()
                            .allMatch(field -> holds(there.path(field.getKey()), field.getValue()));
        }
        if (wanted.isArray()) {
            if (!there.isArray() || there.size() != wanted.size()) {
                return false;
            }
            for (int i = 0; i < wanted.size(); i++) {
                if (!holds(there.get(i), wanted.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return (wanted.isNumber() && there.isNumber())
                ? wanted.decimalValue().compareTo(there.decimalValue()) == 0
                : wanted.equals(there);
    }
}
