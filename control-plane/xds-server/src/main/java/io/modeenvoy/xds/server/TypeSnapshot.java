package io.modeenvoy.xds.server;

import com.google.errorprone.annotations.concurrent.LazyInit;
import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/** All resources of one type in one group at one generation; immutable, and cheap to derive the next one from. */
final class TypeSnapshot {
    private final String typeUrl;
    private final long generation;
    private final TreePMap<String, Entry> entries;
    private final TreePMap<String, Entry> mortal;
    private final long firstLane;
    private final long secondLane;
    private final History history;

    @LazyInit
    private @Nullable List<ByteString> wholeDelta;

    @LazyInit
    private @Nullable List<ByteString> wholeSotw;

    @LazyInit
    private @Nullable String version;

    @LazyInit
    private @Nullable ByteString typeField;

    @LazyInit
    private @Nullable Names allNames;

    private TypeSnapshot(
            String typeUrl,
            long generation,
            TreePMap<String, Entry> entries,
            TreePMap<String, Entry> mortal,
            long firstLane,
            long secondLane,
            History history) {
        this.typeUrl = typeUrl;
        this.generation = generation;
        this.entries = entries;
        this.mortal = mortal;
        this.firstLane = firstLane;
        this.secondLane = secondLane;
        this.history = history;
    }

    /** What every client holds before it was sent anything: generation 0. */
    static TypeSnapshot empty(String typeUrl) {
        return new TypeSnapshot(typeUrl, 0, TreePMap.empty(), TreePMap.empty(), 0, 0, History.EMPTY);
    }

    /** The next generation, or this one when nothing differs. Costs the change, not the size. */
    TypeSnapshot with(Map<String, XdsResource> upserts, Collection<String> removals, Moment next) {
        TreePMap<String, Entry> all = entries;
        TreePMap<String, Entry> dying = mortal;
        Set<String> changed = new TreeSet<>();
        long first = firstLane;
        long second = secondLane;
        for (Map.Entry<String, XdsResource> upsert : upserts.entrySet()) {
            XdsResource resource = upsert.getValue();
            Entry old = all.get(checkedName(upsert));
            if (old != null && old.resource().sameAs(resource)) {
                continue;
            }
            Entry entry = new Entry(typeUrl, resource);
            long[] removed = lanes(old);
            long[] added = lanes(entry);
            first += added[0] - removed[0];
            second += added[1] - removed[1];
            all = all.plus(resource.name(), entry);
            dying = resource.ttl() == null ? dying.minus(resource.name()) : dying.plus(resource.name(), entry);
            changed.add(resource.name());
        }
        for (String name : removals) {
            Entry old = all.get(name);
            if (old != null) {
                first -= lanes(old)[0];
                second -= lanes(old)[1];
                all = all.minus(name);
                dying = dying.minus(name);
                changed.add(name);
            }
        }
        return changed.isEmpty()
                ? this
                : new TypeSnapshot(
                        typeUrl,
                        next.generation(),
                        all,
                        dying,
                        first,
                        second,
                        history.plus(generation, version(), next.at(), List.copyOf(changed)));
    }

    @Nullable
    Entry get(String name) {
        return entries.get(name);
    }

    Held held(String name) {
        Entry entry = entries.get(name);
        return entry == null ? Held.Nothing.INSTANCE : entry;
    }

    Set<String> names() {
        return entries.keySet();
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    /** Those with a TTL. */
    Collection<Entry> mortal() {
        return mortal.values();
    }

    int size() {
        return entries.size();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    String typeUrl() {
        return typeUrl;
    }

    long generation() {
        return generation;
    }

    /** Hash of the whole content. */
    String version() {
        String hash = version;
        if (hash == null) {
            hash = ContentHash.setVersion(firstLane, secondLane);
            version = hash;
        }
        return hash;
    }

    /** Names whose resource may differ between an earlier snapshot and this one. */
    Collection<String> changedSince(TypeSnapshot base) {
        if (base.generation == generation) {
            return List.of();
        }
        Collection<String> recent = history.since(base.generation);
        return recent != null ? recent : bothNames(base);
    }

    /** Names whose resource may differ from that in an earlier version of all; null = nobody remembers that version. */
    @Nullable
    Collection<String> changedSince(String earlier) {
        return earlier.equals(version()) ? List.of() : history.since(earlier);
    }

    /** When the first change after an earlier generation was published, as far as it is remembered; null if there was none. */
    @Nullable
    Instant publishedAfter(long earlier) {
        return history.publishedAfter(earlier);
    }

    /** All resources as chunks of a DeltaDiscoveryResponse, shared by all streams. */
    List<ByteString> wholeDelta() {
        List<ByteString> chunks = wholeDelta;
        if (chunks == null) {
            List<ByteString> all = new ArrayList<>(size() * 2);
            entries.values().forEach(entry -> entry.appendDelta(all));
            chunks = List.copyOf(all);
            wholeDelta = chunks;
        }
        return chunks;
    }

    /** All resources as chunks of a DiscoveryResponse, shared by all streams. */
    List<ByteString> wholeSotw() {
        List<ByteString> chunks = wholeSotw;
        if (chunks == null) {
            List<ByteString> all = new ArrayList<>(size() * 2);
            entries.values().forEach(entry -> entry.appendSotw(typeUrl, all));
            chunks = List.copyOf(all);
            wholeSotw = chunks;
        }
        return chunks;
    }

    /** These names, in the one copy that all share who ask for everything by name. */
    Names shared(Names names) {
        if (names.size() != size() || names.isEmpty()) {
            return names;
        }
        Names all = allNames;
        if (all == null) {
            all = Names.of(names());
            allNames = all;
        }
        return names.equals(all) ? all : names;
    }

    /** Whether these are the names of everything. */
    boolean isAllIn(Names names) {
        return names.size() == size() && names.containsAll(names());
    }

    /** Its type in a response. */
    ByteString typeField() {
        ByteString field = typeField;
        if (field == null) {
            field = Wire.type(typeUrl);
            typeField = field;
        }
        return field;
    }

    private Set<String> bothNames(TypeSnapshot base) {
        Set<String> names = new TreeSet<>(entries.keySet());
        names.addAll(base.entries.keySet());
        return names;
    }

    private static String checkedName(Map.Entry<String, XdsResource> upsert) {
        String name = upsert.getValue().name();
        if (!name.equals(upsert.getKey())) {
            throw new IllegalArgumentException(
                    "resource under key " + upsert.getKey() + ": " + name + " (expected: the resource's own name)");
        }
        return name;
    }

    private static long[] lanes(@Nullable Entry entry) {
        return entry == null ? new long[2] : ContentHash.lanes(entry.name(), entry.version());
    }
}
