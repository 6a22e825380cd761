package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One client, one stream, a network that delays, and a content that changes: all decided by one seed. */
final class RandomWorld {
    private static final List<String> TYPES =
            List.of(XdsTypes.CLUSTER, XdsTypes.ENDPOINT, XdsTypes.LISTENER, XdsTypes.ROUTE, "example.com/Policy");
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
    private static final StreamRules RULES = new StreamRules(Duration.ofSeconds(5), Duration.ofSeconds(5));
    private static final NodeClaim NODE = new NodeClaim("client", "group", "group");

    private final Random random;
    private final boolean delta;
    private final SnapshotStore store = new SnapshotStore();
    private final ReferenceClient client;
    private final Deque<List<ByteString>> network = new ArrayDeque<>();
    private final List<String> history = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private StreamState state;
    private boolean published;
    private int responses;
    private int moves;

    RandomWorld(long seed, boolean delta) {
        this.random = new Random(seed);
        this.delta = delta;
        ReferenceClient.Manners[] manners = ReferenceClient.Manners.values();
        this.client = new ReferenceClient(delta, manners[random.nextInt(manners.length)], RandomWorld::isBad);
        this.state = StreamState.fresh(RULES, delta, "");
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
        settle();
    }

    /** What differs between the client and the content although nothing is left to do; empty when all is well. */
    Map<String, String> differences() {
        Map<String, String> differences = new TreeMap<>();
        for (String typeUrl : TYPES) {
            Set<String> names = new TreeSet<>(NAMES);
            names.removeIf(name -> !client.wants(typeUrl, name));
            for (String name : names) {
                ByteString held = client.held(typeUrl).get(name);
                XdsResource wanted = store.resource("group", new ResourceKey(typeUrl, name));
                String difference = excused(typeUrl, name) ? "" : difference(typeUrl, held, wanted);
                if (!difference.isEmpty()) {
                    differences.put(typeUrl + " " + name, difference);
                }
            }
        }
        return differences;
    }

    /** All that happened to the server. */
    List<String> history() {
        return history;
    }

    /** Each move may cause a few responses, and no more. */
    boolean isChatty() {
        return responses > 20 + moves * 12;
    }

    static String nameOf(ByteString body) {
        try {
            return UnknownFieldSet.parseFrom(body)
                    .getField(1)
                    .getLengthDelimitedList()
                    .getFirst()
                    .toStringUtf8();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private String difference(String typeUrl, @Nullable ByteString held, @Nullable XdsResource wanted) {
        if (wanted == null) {
            boolean tellable = delta || typeUrl.equals(XdsTypes.CLUSTER) || typeUrl.equals(XdsTypes.LISTENER);
            return held == null || !tellable ? "" : "held although gone";
        }
        if (isBad(wanted.body())) {
            return held != null && isBad(held) ? "bad one held" : "";
        }
        return wanted.body().equals(held) ? "" : "held " + held + " (expected: " + wanted.body() + ")";
    }

    /** What a rejected resource holds back: routes to it, and what the routes in use still need. */
    private boolean excused(String typeUrl, String name) {
        return switch (typeUrl) {
            case XdsTypes.LISTENER, XdsTypes.ROUTE -> isBad(XdsTypes.CLUSTER, name);
            case XdsTypes.CLUSTER, XdsTypes.ENDPOINT ->
                isBad(XdsTypes.LISTENER, name) || isBad(XdsTypes.ROUTE, name) || isBad(XdsTypes.CLUSTER, name);
            default -> false;
        };
    }

    private boolean isBad(String typeUrl, String name) {
        XdsResource resource = store.resource("group", new ResourceKey(typeUrl, name));
        return resource != null && isBad(resource.body());
    }

    private void step() {
        switch (random.nextInt(12)) {
            case 0, 1 -> publish();
            case 2 -> subscribe();
            case 3, 4, 5, 6 -> serverReads();
            case 7, 8, 9 -> clientReads();
            case 10 -> sometimes();
            default -> handle(new StreamEvent.Writable(random.nextBoolean()));
        }
    }

    private void sometimes() {
        if (random.nextInt(4) == 0) {
            reconnect();
        } else {
            pass(Duration.ofMillis(random.nextInt(7_000)));
        }
    }

    private void publish() {
        moves++;
        published = true;
        String typeUrl = pick(TYPES);
        String name = pick(NAMES);
        if (random.nextInt(3) == 0) {
            store.publish("group", ChangeSet.remove(typeUrl, name));
        } else {
            store.publish("group", ChangeSet.upsert(typeUrl, resource(name, random.nextInt(6))));
        }
        if (state.node() != null) {
            handle(new StreamEvent.Published(snapshot()));
        }
    }

    private void subscribe() {
        moves++;
        String typeUrl = pick(TYPES);
        Set<String> more = new TreeSet<>();
        Set<String> fewer = new TreeSet<>();
        (random.nextBoolean() ? more : fewer).add(pick(List.of("*", "a", "b", "c", "d", "e")));
        (random.nextBoolean() ? more : fewer).add(pick(NAMES));
        fewer.removeIf(name -> !name.equals("*") && !client.named(typeUrl).contains(name));
        if (!client.names.containsKey(typeUrl) || client.named(typeUrl).isEmpty()) {
            more.add(pick(NAMES));
        }
        client.change(typeUrl, more, fewer);
    }

    private void reconnect() {
        moves += TYPES.size();
        network.clear();
        client.reconnect();
        state = StreamState.fresh(RULES, delta, "");
    }

    private void serverReads() {
        XdsRequest request = client.outbox.poll();
        if (request == null) {
            return;
        }
        if (state.node() == null && published) {
            handle(new StreamEvent.Published(snapshot()));
        }
        handle(new StreamEvent.Requested(request, state.node() == null ? NODE : null));
    }

    private void clientReads() {
        List<ByteString> response = network.poll();
        if (response != null) {
            client.receive(response);
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
        Instant wakeAt = state.wakeAt();
        if (wakeAt != null && !now.isBefore(wakeAt)) {
            handle(new StreamEvent.Woken());
        }
    }

    private void handle(StreamEvent event) {
        StreamReducer.Step step = StreamReducer.reduce(state, event, now);
        state = step.state();
        history.add(now + " " + event + " -> " + step.effects());
        for (StreamEffect effect : step.effects()) {
            if (effect instanceof StreamEffect.Respond respond) {
                responses++;
                network.add(respond.chunks());
            }
            if (effect instanceof StreamEffect.Close(Status status)) {
                throw new AssertionError("stream closed: " + status);
            }
        }
    }

    /** Everything in flight arrives, every clock runs out. */
    private void settle() {
        handle(new StreamEvent.Writable(true));
        int rounds = 0;
        while ((!client.outbox.isEmpty() || !network.isEmpty() || state.wakeAt() != null) && rounds < 2_000) {
            rounds++;
            serverReads();
            clientReads();
            if (client.outbox.isEmpty() && network.isEmpty()) {
                pass(Duration.ofSeconds(6));
            }
        }
        if (rounds == 2_000) {
            throw new AssertionError("never quiet");
        }
    }

    private GroupSnapshot snapshot() {
        GroupSnapshot snapshot = store.snapshot("group");
        return snapshot == null ? GroupSnapshot.EMPTY : snapshot;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Name in field 1, mark in field 2. Resources of one name mention each other whatever their types: they depend on each other. */
    private static XdsResource resource(String name, int mark) {
        return new XdsResource(
                name,
                ByteString.copyFrom(new byte[] {10, (byte) name.length()})
                        .concat(ByteString.copyFromUtf8(name))
                        .concat(ByteString.copyFrom(new byte[] {16, (byte) mark})));
    }

    private static boolean isBad(ByteString body) {
        return body.byteAt(body.size() - 1) == 5;
    }
}
