package io.modeenvoy.access;

import io.modeenvoy.policy.ConsumerPolicy;
import io.modeenvoy.policy.ConsumerPolicy.JwtIdentity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** Finds the consumers a verified token may belong to without walking all of them. Immutable. */
record JwtIndex(PMap<JwtIndex.Anchor, List<JwtIndex.Entry>> byAnchor) {
    private static final Comparator<Entry> BY_NAME =
            Comparator.comparing(entry -> entry.consumer().name());

    static JwtIndex empty() {
        return new JwtIndex(HashTreePMap.empty());
    }

    /** The one claim by which an identity is found: its alphabetically first; both empty for an identity that asks for the issuer only. */
    record Anchor(String issuer, String claim, String value) {
        static Anchor of(JwtIdentity identity) {
            Map.Entry<String, String> first = new TreeMap<>(identity.claims()).firstEntry();
            return first == null
                    ? new Anchor(identity.issuer(), "", "")
                    : new Anchor(identity.issuer(), first.getKey(), first.getValue());
        }
    }

    /** One identity of one consumer. */
    record Entry(ConsumerPolicy consumer, JwtIdentity identity) {}

    JwtIndex with(ConsumerPolicy consumer) {
        PMap<Anchor, List<Entry>> changed = byAnchor;
        for (JwtIdentity identity : consumer.jwt()) {
            List<Entry> entries = new ArrayList<>(changed.getOrDefault(Anchor.of(identity), List.of()));
            entries.add(new Entry(consumer, identity));
            entries.sort(BY_NAME);
            changed = changed.plus(Anchor.of(identity), List.copyOf(entries));
        }
        return new JwtIndex(changed);
    }

    JwtIndex without(ConsumerPolicy consumer) {
        PMap<Anchor, List<Entry>> changed = byAnchor;
        for (JwtIdentity identity : consumer.jwt()) {
            List<Entry> others = changed.getOrDefault(Anchor.of(identity), List.of()).stream()
                    .filter(entry -> !entry.consumer().name().equals(consumer.name()))
                    .toList();
            changed = others.isEmpty() ? changed.minus(Anchor.of(identity)) : changed.plus(Anchor.of(identity), others);
        }
        return new JwtIndex(changed);
    }

    /** The consumers whose identity names the most of {@code claims}: empty if nobody's, several if it is ambiguous. */
    List<ConsumerPolicy> owners(Map<String, String> claims) {
        String issuer = claims.get("iss");
        if (issuer == null) {
            return List.of();
        }
        List<Entry> matching = new ArrayList<>(matching(new Anchor(issuer, "", ""), claims));
        claims.forEach((claim, value) -> matching.addAll(matching(new Anchor(issuer, claim, value), claims)));
        int most = matching.stream()
                .mapToInt(entry -> entry.identity().claims().size())
                .max()
                .orElse(0);
        return matching.stream()
                .filter(entry -> entry.identity().claims().size() == most)
                .map(Entry::consumer)
                .distinct()
                .toList();
    }

    private List<Entry> matching(Anchor anchor, Map<String, String> claims) {
        return byAnchor.getOrDefault(anchor, List.of()).stream()
                .filter(entry ->
                        claims.entrySet().containsAll(entry.identity().claims().entrySet()))
                .toList();
    }
}
