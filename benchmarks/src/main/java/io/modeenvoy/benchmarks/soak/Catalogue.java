package io.modeenvoy.benchmarks.soak;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.modeenvoy.testkit.live.Resources;
import io.modeenvoy.testkit.live.World;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What is published, and what was: proxies look up what they get by its bytes. */
final class Catalogue {
    private static final int KEPT = 50_000;

    private final LongSupplier clock;
    private final Map<ByteString, Known> known = new LinkedHashMap<>();
    private volatile SortedMap<String, SortedMap<String, ByteString>> current = new TreeMap<>();

    Catalogue(LongSupplier clock) {
        this.clock = clock;
    }

    /** What changes when this becomes the content. It is known from now on. */
    synchronized Change publish(World world, Map<String, ? extends Map<String, Message>> resources) {
        SortedMap<String, SortedMap<String, ByteString>> next = new TreeMap<>();
        resources.forEach((typeUrl, byName) -> {
            SortedMap<String, ByteString> bodies = new TreeMap<>();
            byName.forEach((name, message) -> bodies.put(name, message.toByteString()));
            next.put(typeUrl, bodies);
        });
        Change change = Change.between(current, next);
        change.upserts().forEach(upsert -> remember(world, upsert));
        current = next;
        return change;
    }

    private void remember(World world, Change.Upsert upsert) {
        boolean bad =
                upsert.typeUrl().equals(Resources.CLUSTER) && upsert.name().equals(World.BROKEN) && world.broken();
        known.remove(upsert.body());
        known.put(
                upsert.body(),
                new Known(
                        upsert.typeUrl(),
                        upsert.name(),
                        clock.getAsLong(),
                        Resources.references(world, upsert.typeUrl(), upsert.name()),
                        bad));
        if (known.size() > KEPT) {
            known.remove(known.keySet().iterator().next());
        }
    }

    /** What is known of these bytes; null if they were never published. */
    synchronized @Nullable Known of(ByteString body) {
        return known.get(body);
    }

    /** All that is published, by type URL and name. */
    SortedMap<String, SortedMap<String, ByteString>> current() {
        return current;
    }
}
