package io.modeenvoy.xds.translator;

import java.util.Comparator;

/** An xDS resource by type URL and name. */
public record ResourceKey(String typeUrl, String name) implements Comparable<ResourceKey> {
    private static final Comparator<ResourceKey> ORDER =
            Comparator.comparing(ResourceKey::typeUrl).thenComparing(ResourceKey::name);

    @Override
    public int compareTo(ResourceKey other) {
        return ORDER.compare(this, other);
    }
}
