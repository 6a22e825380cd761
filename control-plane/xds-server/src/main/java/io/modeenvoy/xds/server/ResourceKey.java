package io.modeenvoy.xds.server;

import java.util.Comparator;

/** A resource of one type by its name. */
public record ResourceKey(String typeUrl, String name) implements Comparable<ResourceKey> {
    private static final Comparator<ResourceKey> ORDER =
            Comparator.comparing(ResourceKey::typeUrl).thenComparing(ResourceKey::name);

    @Override
    public int compareTo(ResourceKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return typeUrl + " " + name;
    }
}
