package io.modeenvoy.xds.server;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An immutable, sorted set of names in one array: thousands of streams may each name thousands of resources. */
final class Names extends AbstractSet<String> {
    static final Names NONE = new Names(new String[0]);

    private final String[] sorted;

    private Names(String[] sorted) {
        this.sorted = sorted;
    }

    static Names of(Collection<String> names) {
        return names.isEmpty() ? NONE : new Names(new TreeSet<>(names).toArray(new String[0]));
    }

    Names plus(Collection<String> more) {
        if (containsAll(more)) {
            return this;
        }
        TreeSet<String> all = new TreeSet<>(this);
        all.addAll(more);
        return of(all);
    }

    Names minus(Collection<String> fewer) {
        TreeSet<String> rest = new TreeSet<>(this);
        boolean changed = false;
        for (String name : fewer) {
            changed |= rest.remove(name);
        }
        return changed ? of(rest) : this;
    }

    @Override
    public boolean contains(@Nullable Object name) {
        return name instanceof String text && Arrays.binarySearch(sorted, text) >= 0;
    }

    @Override
    public Iterator<String> iterator() {
        return Arrays.asList(sorted).iterator();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Names names ? Arrays.equals(sorted, names.sorted) : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    @Override
    public int size() {
        return sorted.length;
    }
}
