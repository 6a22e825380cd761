package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A client so simple that it is obviously right. What it holds, it holds by version of the bytes it was given. */
final class ReferenceClient {
    /** How it says no. */
    enum Manners {
        /** Applies the good ones and names the bad ones, as Envoy does with clusters and listeners. */
        NAMES_THE_BAD,
        /** The same as the clients of gRPC do with all resources. */
        NAMES_THE_BAD_AS_GRPC,
        /** Applies nothing and says only that something is wrong. */
        ALL_OR_NOTHING,
        /** Applies nothing, and the only name it says is that of a good one. */
        QUOTES_A_GOOD_ONE;

        boolean appliesTheRest() {
            return this == NAMES_THE_BAD || this == NAMES_THE_BAD_AS_GRPC;
        }

        /** Like another one in what it applies. */
        Manners variant(boolean other) {
            return switch (this) {
                case NAMES_THE_BAD, NAMES_THE_BAD_AS_GRPC -> other ? NAMES_THE_BAD_AS_GRPC : NAMES_THE_BAD;
                case ALL_OR_NOTHING, QUOTES_A_GOOD_ONE -> other ? QUOTES_A_GOOD_ONE : ALL_OR_NOTHING;
            };
        }
    }

    static final Set<String> WHOLE = Set.of(XdsTypes.CLUSTER, XdsTypes.LISTENER);

    final Map<String, Map<String, ByteString>> cache = new TreeMap<>();
    final Map<String, Set<String>> names = new TreeMap<>();
    final Set<String> wildcards = new TreeSet<>();
    final Deque<XdsRequest> outbox = new ArrayDeque<>();

    private final boolean delta;
    private final Manners manners;
    private final Predicate<ByteString> bad;
    private final Map<String, String> versions = new HashMap<>();
    private final Map<String, String> nonces = new HashMap<>();
    private boolean cameBack;

    ReferenceClient(boolean delta, Manners manners, Predicate<ByteString> bad) {
        this.delta = delta;
        this.manners = manners;
        this.bad = bad;
    }

    Manners manners() {
        return manners;
    }

    /** Whether this is not its first stream. */
    boolean cameBack() {
        return cameBack;
    }

    Map<String, ByteString> held(String typeUrl) {
        return cache.computeIfAbsent(typeUrl, _ -> new TreeMap<>());
    }

    boolean wants(String typeUrl, String name) {
        return wildcards.contains(typeUrl) || named(typeUrl).contains(name);
    }

    Set<String> named(String typeUrl) {
        return names.computeIfAbsent(typeUrl, _ -> new TreeSet<>());
    }

    void change(String typeUrl, Set<String> more, Set<String> fewer) {
        List<String> added = new ArrayList<>(more);
        List<String> dropped = new ArrayList<>(fewer);
        dropped.removeAll(more);
        added.forEach(name -> ask(typeUrl, name));
        dropped.forEach(name -> forget(typeUrl, name));
        held(typeUrl).keySet().removeIf(name -> !wants(typeUrl, name));
        outbox.add(delta ? new XdsRequest.Delta(typeUrl, "", null, added, dropped, Map.of()) : sotw(typeUrl, null));
    }

    /** A new stream: what it still holds it says. */
    void reconnect() {
        cameBack = true;
        outbox.clear();
        nonces.clear();
        Set<String> types = new TreeSet<>(names.keySet());
        types.addAll(wildcards);
        for (String typeUrl : types) {
            if (!all(typeUrl).isEmpty()) {
                outbox.add(delta ? resumed(typeUrl) : sotw(typeUrl, null));
            }
        }
    }

    void receive(ByteString bytes) {
        try {
            if (delta) {
                receive(DeltaDiscoveryResponse.parseFrom(bytes));
            } else {
                receive(DiscoveryResponse.parseFrom(bytes));
            }
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("a response that is no message", e);
        }
    }

    private void receive(DeltaDiscoveryResponse response) {
        Map<String, ByteString> news = new TreeMap<>();
        for (Resource resource : response.getResourcesList()) {
            ByteString body = resource.getResource().getValue();
            once(news.put(resource.getName(), body) == null, resource.getName());
            once(resource.getVersion().equals(ContentHash.version(body)), resource.getName());
        }
        String error = apply(response.getTypeUrl(), news);
        if (error == null || manners.appliesTheRest()) {
            response.getRemovedResourcesList().forEach(held(response.getTypeUrl())::remove);
        }
        outbox.add(new XdsRequest.Delta(
                response.getTypeUrl(), response.getNonce(), error, List.of(), List.of(), Map.of()));
    }

    private void receive(DiscoveryResponse response) {
        String typeUrl = response.getTypeUrl();
        Map<String, ByteString> news = new TreeMap<>();
        response.getResourcesList()
                .forEach(any -> once(
                        news.put(RandomWorld.nameOf(any.getValue()), any.getValue()) == null,
                        RandomWorld.nameOf(any.getValue())));
        boolean rejectsAll = !manners.appliesTheRest() && news.values().stream().anyMatch(bad);
        if (!rejectsAll && WHOLE.contains(typeUrl)) {
            held(typeUrl).keySet().retainAll(news.keySet());
        }
        String error = apply(typeUrl, news);
        nonces.put(typeUrl, response.getNonce());
        if (error == null) {
            versions.put(typeUrl, response.getVersionInfo());
        }
        outbox.add(sotw(typeUrl, error));
    }

    /** Null, or why not. */
    private @Nullable String apply(String typeUrl, Map<String, ByteString> news) {
        Map<String, ByteString> guilty = new TreeMap<>(news);
        guilty.values().removeIf(bad.negate());
        Map<String, ByteString> good = new TreeMap<>(news);
        good.keySet().removeAll(guilty.keySet());
        good.keySet().removeIf(name -> !wants(typeUrl, name));
        if (guilty.isEmpty()) {
            held(typeUrl).putAll(good);
            return null;
        }
        if (manners.appliesTheRest()) {
            held(typeUrl).putAll(good);
        }
        return error(guilty.keySet(), good.keySet());
    }

    private String error(Set<String> guilty, Set<String> good) {
        String quoted = good.isEmpty() ? "" : " unlike '" + good.iterator().next() + "'";
        StringBuilder message = new StringBuilder();
        switch (manners) {
            case ALL_OR_NOTHING -> message.append("something is wrong");
            case QUOTES_A_GOOD_ONE -> message.append("something is wrong").append(quoted);
            case NAMES_THE_BAD -> {
                message.append("Error adding/updating cluster(s) ");
                guilty.forEach(name ->
                        message.append(name).append(": bad").append(quoted).append(", "));
            }
            case NAMES_THE_BAD_AS_GRPC -> {
                message.append("xDS response validation errors: [");
                guilty.forEach(name -> message.append("resource index 0: ")
                        .append(name)
                        .append(": INVALID_ARGUMENT: bad")
                        .append(quoted)
                        .append("; "));
            }
        }
        return message.toString();
    }

    private void ask(String typeUrl, String name) {
        if (name.equals("*")) {
            wildcards.add(typeUrl);
        } else {
            named(typeUrl).add(name);
        }
    }

    private void forget(String typeUrl, String name) {
        if (name.equals("*")) {
            wildcards.remove(typeUrl);
            versions.computeIfPresent(typeUrl, (_, _) -> "a part of it"); // it drops what only the wildcard brought
        } else {
            named(typeUrl).remove(name);
        }
    }

    private XdsRequest resumed(String typeUrl) {
        Map<String, String> known = new TreeMap<>();
        held(typeUrl).forEach((name, body) -> known.put(name, ContentHash.version(body)));
        return new XdsRequest.Delta(typeUrl, "", null, List.copyOf(all(typeUrl)), List.of(), known);
    }

    private XdsRequest sotw(String typeUrl, @Nullable String error) {
        return new XdsRequest.Sotw(
                typeUrl,
                nonces.getOrDefault(typeUrl, ""),
                error,
                List.copyOf(all(typeUrl)),
                versions.getOrDefault(typeUrl, ""));
    }

    private Set<String> all(String typeUrl) {
        Set<String> all = new TreeSet<>(named(typeUrl));
        if (wildcards.contains(typeUrl)) {
            all.add("*");
        }
        return all;
    }

    private static void once(boolean right, String name) {
        if (!right) {
            throw new AssertionError("resource " + name + ": twice, or with a version that is not its bytes'");
        }
    }
}
