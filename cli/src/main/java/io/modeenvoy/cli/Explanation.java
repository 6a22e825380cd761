package io.modeenvoy.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is known of a call, in the order in which it is decided. */
final class Explanation {
    private final Map<String, List<String>> facts = new LinkedHashMap<>();

    void add(String name, String value) {
        facts.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    Map<String, List<String>> facts() {
        return Collections.unmodifiableMap(facts);
    }
}
