package io.modeenvoy.benchmarks.soak;

import com.google.protobuf.ByteString;
import io.modeenvoy.testkit.live.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one proxy holds, and what it makes of what it is sent. Owned by its proxy. */
final class Holdings {
    /** How it says no to a bad resource. */
    enum Manners {
        /** Applies the good ones and names the bad one, as Envoy does with clusters. */
        NAMES_THE_BAD,
        /** Applies nothing and says nothing of use. */
        ALL_OR_NOTHING
    }

    private static final Set<String> NAMED =
            Set.of(Resources.ENDPOINTS, Resources.ROUTES, Resources.SECRET, Resources.EXTENSION);

    private final Catalogue catalogue;
    private final Manners manners;
    private final Map<String, Map<String, ByteString>> held = new TreeMap<>();
    private final Map<Long, Integer> offers = new HashMap<>(); // by publication
    private int foreign;

    Holdings(Catalogue catalogue, Manners manners) {
        this.catalogue = catalogue;
        this.manners = manners;
    }

    /** Takes it in; null, or what is wrong with it. */
    @Nullable
    String take(Reply reply) {
        Map<String, ByteString> news = new TreeMap<>();
        List<String> bad = new ArrayList<>();
        for (ByteString body : reply.bodies()) {
            Known known = catalogue.of(body);
            if (known == null || !known.typeUrl().equals(reply.typeUrl())) {
                foreign++;
            } else if (known.bad()) {
                bad.add(known.name());
                offers.merge(known.nanos(), 1, Integer::sum);
            } else {
                news.put(known.name(), body);
            }
        }
        if (bad.isEmpty() || manners == Manners.NAMES_THE_BAD) {
            apply(reply, news, bad);
        }
        return bad.isEmpty()
                ? null
                : manners == Manners.NAMES_THE_BAD
                        ? "Error adding/updating cluster(s) " + String.join(": bad, ", bad) + ": bad"
                        : "no";
    }

    private void apply(Reply reply, Map<String, ByteString> news, List<String> bad) {
        Map<String, ByteString> ofType = held.computeIfAbsent(reply.typeUrl(), _ -> new TreeMap<>());
        if (reply.whole()) {
            ofType.keySet().removeIf(name -> !news.containsKey(name) && !bad.contains(name));
        }
        reply.removed().forEach(ofType::remove);
        ofType.putAll(news);
    }

    /** What it asks for by name now; what it no longer asks for it forgets. */
    SortedMap<String, Set<String>> wanted() {
        SortedMap<String, Set<String>> wanted = new TreeMap<>();
        NAMED.forEach(type -> wanted.put(type, new TreeSet<>()));
        for (String user : List.of(Resources.CLUSTER, Resources.LISTENER)) {
            for (ByteString body : held.getOrDefault(user, Map.of()).values()) {
                Known known = catalogue.of(body);
                (known == null ? Map.<String, Set<String>>of() : known.references())
                        .forEach((type, names) -> wanted.computeIfAbsent(type, _ -> new TreeSet<>())
                                .addAll(names));
            }
        }
        wanted.forEach((type, names) ->
                held.getOrDefault(type, new TreeMap<>()).keySet().retainAll(names));
        return wanted;
    }

    /** What it holds of a type, by name. */
    Map<String, ByteString> of(String typeUrl) {
        return held.getOrDefault(typeUrl, Map.of());
    }

    /** On a new stream a bad resource may be offered again. */
    void newStream() {
        offers.clear();
    }

    /** How often the same bad resource was offered on one stream, at most. */
    int mostOffers() {
        return offers.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** Resources that were never published. */
    int foreign() {
        return foreign;
    }

    /** Names that are held otherwise than published; empty when all is as it should be. */
    List<String> differences(Map<String, ? extends Map<String, ByteString>> published) {
        List<String> differences = new ArrayList<>();
        Set<String> types = new TreeSet<>(published.keySet());
        types.addAll(held.keySet());
        for (String type : types) {
            Map<String, ByteString> wanted =
                    published.containsKey(type) ? new TreeMap<>(published.get(type)) : Map.of();
            Set<String> names = new TreeSet<>(wanted.keySet());
            names.addAll(of(type).keySet());
            names.removeIf(name -> {
                ByteString body = wanted.get(name);
                return body != null && body.equals(of(type).get(name));
            });
            names.forEach(name -> differences.add(type.substring(type.lastIndexOf('.') + 1) + " " + name));
        }
        return differences;
    }
}
