package io.modeenvoy.xds.server;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What turns a snapshot into a wanted content: found by walking both once, side by side. */
record Difference(Map<String, XdsResource> upserts, List<String> removals) {

    static Difference between(TypeSnapshot snapshot, Map<String, XdsResource> wanted) {
        Map<String, XdsResource> upserts = new TreeMap<>();
        List<String> removals = new ArrayList<>();
        Iterator<Entry> olds = snapshot.entries().iterator();
        Entry old = next(olds);
        for (Map.Entry<String, XdsResource> entry : sorted(wanted).entrySet()) {
            while (old != null && old.name().compareTo(entry.getKey()) < 0) {
                removals.add(old.name());
                old = next(olds);
            }
            if (old == null || !old.resource().sameAs(entry.getValue())) {
                upserts.put(entry.getKey(), entry.getValue());
            }
            old = old != null && old.name().equals(entry.getKey()) ? next(olds) : old;
        }
        while (old != null) {
            removals.add(old.name());
            old = next(olds);
        }
        return new Difference(upserts, removals);
    }

    private static SortedMap<String, XdsResource> sorted(Map<String, XdsResource> wanted) {
        return wanted instanceof SortedMap<String, XdsResource> sorted && sorted.comparator() == null
                ? sorted
                : new TreeMap<>(wanted);
    }

    private static @Nullable Entry next(Iterator<Entry> entries) {
        return entries.hasNext() ? entries.next() : null;
    }
}
