package io.modeenvoy.benchmarks.soak;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one publication sets and removes. */
record Change(List<Upsert> upserts, List<Removal> removals) {
    /** A resource that is new or other than before. */
    record Upsert(String typeUrl, String name, ByteString body) {}

    /** A resource that is gone. */
    record Removal(String typeUrl, String name) {}

    static Change between(
            Map<String, SortedMap<String, ByteString>> before, Map<String, SortedMap<String, ByteString>> after) {
        List<Upsert> upserts = new ArrayList<>();
        List<Removal> removals = new ArrayList<>();
        Set<String> types = new TreeSet<>(before.keySet());
        types.addAll(after.keySet());
        for (String type : types) {
            Map<String, ByteString> old = before.getOrDefault(type, new TreeMap<>());
            Map<String, ByteString> now = after.getOrDefault(type, new TreeMap<>());
            now.forEach((name, body) -> {
                if (!body.equals(old.get(name))) {
                    upserts.add(new Upsert(type, name, body));
                }
            });
            old.keySet().stream()
                    .filter(name -> !now.containsKey(name))
                    .forEach(name -> removals.add(new Removal(type, name)));
        }
        return new Change(upserts, removals);
    }
}
