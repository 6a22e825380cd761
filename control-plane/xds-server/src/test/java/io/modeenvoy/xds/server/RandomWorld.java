package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One client, two servers that publish the same and count differently, a network that delays: all decided by one seed. */
final class RandomWorld {
    static final String GROUP = "group";

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
    private static final Set<String> USERS =
            Set.of(XdsTypes.LISTENER, XdsTypes.SCOPED_ROUTE, XdsTypes.ROUTE, XdsTypes.VIRTUAL_HOST, XdsTypes.EXTENSION);
    private static final int NAME = 1;
    private static final int MENTION = 3;
    private static final int BAD = 5;
    private static final int MOST_ROUNDS = 5_000;

    private final Random random;
    private final boolean delta;
    private final boolean slow; // answers later than anybody waits for
    private final List<String> types;
    private final List<Link> replicas;
    private final ReferenceClient client;
    private final List<List<ChangeSet>> late; // by replica: published elsewhere already
    private final List<String> history = new ArrayList<>();
    private Link link;
    private int responses;
    private int moves;

    RandomWorld(long seed, boolean delta, List<Link> replicas) {
        this.random = new Random(seed);
        this.delta = delta;
        this.slow = seed % 5 == 4;
        this.replicas = replicas;
        this.late =
                replicas.stream().<List<ChangeSet>>map(_ -> new ArrayList<>()).toList();
        this.link = replicas.getFirst();
        this.types = someTypes();
        ReferenceClient.Manners manners =
                random.nextInt(2) == 0 ? ReferenceClient.Manners.NAMES_THE_BAD : ReferenceClient.Manners.ALL_OR_NOTHING;
        this.client = new ReferenceClient(delta, manners.variant(new Random(~seed).nextBoolean()), RandomWorld::isBad);
        if (!delta) {
            replicas.forEach(replica -> replica.onResponse(bytes -> leavesNothingOut(replica.store(), bytes)));
        }
    }

    /** What a whole response leaves out is gone for the client: it may be nothing that there is. */
    private void leavesNothingOut(SnapshotStore store, ByteString bytes) {
        try {
            DiscoveryResponse response = DiscoveryResponse.parseFrom(bytes);
            String typeUrl = response.getTypeUrl();
            boolean unread =
                    client.outbox.stream().anyMatch(request -> request.typeUrl().equals(typeUrl));
            if (!ReferenceClient.WHOLE.contains(typeUrl) || unread) { // it may want something else by now
                return;
            }
            Set<String> lost = new TreeSet<>(client.held(typeUrl).keySet());
            lost.removeIf(name -> store.resource(GROUP, new ResourceKey(typeUrl, name)) == null);
            response.getResourcesList().forEach(any -> lost.remove(nameOf(any.getValue())));
            if (!lost.isEmpty()) {
                throw new AssertionError(typeUrl + " " + lost + ": left out of a whole response");
            }
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("a response that is no message", e);
        }
    }

    /** Moves at random, then waits until nobody has anything to say. */
    void run(int most) {
        link.open();
        int steps = 20 + random.nextInt(most);
        for (int i = 0; i < steps; i++) {
            step();
        }
        settle();
    }

    /** What is wrong in the end, and once all that is bad is mended; empty when all is well. */
    String verdict() {
        Map<String, String> differences = differences();
        if (!differences.isEmpty()) {
            return differences.toString();
        }
        mend();
        settle();
        Map<String, String> left = differences();
        if (!left.isEmpty()) {
            return "mended: " + left;
        }
        boolean chatty = responses > 20 + moves * 12;
        return chatty ? responses + " responses to " + moves + " moves" : "";
    }

    /** All that happened, in order. */
    List<String> history() {
        return history;
    }

    static String nameOf(ByteString body) {
        return text(body, NAME);
    }

    /** What differs between the client and the content although nothing is left to do. */
    private Map<String, String> differences() {
        Map<String, String> differences = new TreeMap<>();
        for (String typeUrl : types) {
            Set<String> names = new TreeSet<>(NAMES);
            names.removeIf(name -> !client.wants(typeUrl, name));
            for (String name : names) {
                String difference = difference(typeUrl, name);
                if (!difference.isEmpty()) {
                    differences.put(typeUrl + " " + name, difference);
                }
            }
        }
        return differences;
    }

    private void mend() {
        for (String typeUrl : types) {
            for (String name : NAMES) {
                ByteString wanted = wanted(typeUrl, name);
                if (wanted != null && isBad(wanted)) {
                    moves++;
                    publish(ChangeSet.upsert(typeUrl, resource(name, text(wanted, MENTION), 0)));
                }
            }
        }
    }

    /**
     * A client that takes nothing with a bad one in it, does not say which, and came back with something from an earlier stream: it may be given no part, as that would take
     * the rest from it.
     */
    private boolean goesOnWithWhatItHas(String typeUrl) {
        return !delta
                && !client.manners().appliesTheRest()
                && client.cameBack()
                && ReferenceClient.WHOLE.contains(typeUrl)
                && NAMES.stream().map(name -> wanted(typeUrl, name)).anyMatch(body -> body != null && isBad(body));
    }

    private String difference(String typeUrl, String name) {
        ByteString held = client.held(typeUrl).get(name);
        ByteString wanted = wanted(typeUrl, name);
        if (goesOnWithWhatItHas(typeUrl)) {
            return held != null && isBad(held) ? "bad one held" : "";
        }
        if (wanted == null) {
            boolean tellable = delta || typeUrl.equals(XdsTypes.CLUSTER) || typeUrl.equals(XdsTypes.LISTENER);
            return held == null || !tellable || isStillUsed(typeUrl, name) ? "" : "held although gone";
        }
        if (isBad(wanted)) {
            return held != null && isBad(held) ? "bad one held" : "";
        }
        return wanted.equals(held) ? "" : "held " + held + " (expected: " + wanted + ")";
    }

    /** What the client holds in an older form may still need what is gone. */
    private boolean isStillUsed(String typeUrl, String name) {
        boolean named = USERS.contains(typeUrl) && !typeUrl.equals(XdsTypes.LISTENER);
        if (!named && !Gate.hasGrace(typeUrl)) {
            return false;
        }
        Set<String> users = new TreeSet<>(USERS);
        if (!typeUrl.equals(XdsTypes.CLUSTER)) {
            users.add(XdsTypes.CLUSTER);
        }
        return users.stream()
                .anyMatch(user -> client.held(user).entrySet().stream()
                        .filter(entry -> !entry.getValue().equals(wanted(user, entry.getKey())))
                        .anyMatch(entry -> entry.getKey().equals(name)
                                || text(entry.getValue(), MENTION).equals(name)));
    }

    private @Nullable ByteString wanted(String typeUrl, String name) {
        XdsResource resource = link.store().resource(GROUP, new ResourceKey(typeUrl, name));
        return resource == null ? null : resource.body();
    }

    private void step() {
        switch (random.nextInt(13)) {
            case 0, 1 -> publish();
            case 2 -> subscribe();
            case 3, 4, 5, 6 -> serverReads();
            case 7, 8, 9 -> clientReads();
            case 10 -> rarely();
            case 11 -> catchUp(random.nextInt(replicas.size()));
            default -> note("readable", link.readable(random.nextBoolean()));
        }
    }

    private void rarely() {
        if (random.nextInt(4) == 0) {
            reconnect();
        } else {
            Duration time = Duration.ofMillis(random.nextInt(7_000));
            note("time " + time, link.pass(time));
        }
    }

    private void publish() {
        moves++;
        String typeUrl = pick(types);
        String name = pick(NAMES);
        ChangeSet change = random.nextInt(3) == 0
                ? ChangeSet.remove(typeUrl, name)
                : ChangeSet.upsert(typeUrl, resource(name, pick(NAMES), random.nextInt(BAD + 1)));
        publish(change);
    }

    private void publish(ChangeSet change) {
        for (int i = 0; i < replicas.size(); i++) {
            late.get(i).add(change);
            if (replicas.get(i).equals(link) || random.nextBoolean()) {
                catchUp(i);
            }
        }
    }

    /** Replicas see the same changes, some of them later, and count their own generations. */
    private void catchUp(int replica) {
        SnapshotStore store = replicas.get(replica).store();
        for (ChangeSet change : late.get(replica)) {
            for (int i = 0; i < replica; i++) {
                store.publish(GROUP, ChangeSet.upsert("example.com/Other", resource("x", "x", random.nextInt(100))));
            }
            store.publish(GROUP, change);
            note("published on " + replica + " " + change, replicas.get(replica).news());
        }
        late.get(replica).clear();
    }

    private void subscribe() {
        moves++;
        String typeUrl = pick(types);
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

    /** To the same or to another replica. */
    private void reconnect() {
        moves += types.size();
        link.close();
        link = pick(replicas);
        catchUp(replicas.indexOf(link));
        client.reconnect();
        link.open();
        history.add("reconnected to " + replicas.indexOf(link));
    }

    private void serverReads() {
        XdsRequest request = client.outbox.poll();
        if (request != null) {
            note("server reads " + request, link.send(request));
        }
    }

    private boolean clientReads() {
        ByteString response = link.receive();
        if (response != null) {
            responses++;
            client.receive(response);
            history.add("client answers " + client.outbox.peekLast());
        }
        return response != null;
    }

    /** Everything in flight arrives, every clock runs out. */
    private void settle() {
        for (int i = 0; i < replicas.size(); i++) {
            catchUp(i);
        }
        note("readable", link.readable(true));
        int rounds = 0;
        boolean busy = true;
        while (busy) {
            rounds++;
            if (rounds > MOST_ROUNDS) {
                throw new AssertionError("never quiet");
            }
            serverReads();
            if (slow) {
                note("time", link.pass(Duration.ofSeconds(6)));
            }
            boolean news = clientReads();
            busy = news || !client.outbox.isEmpty() || !link.isIdle();
            if (busy && !news && client.outbox.isEmpty()) {
                note("time", link.pass(Duration.ofSeconds(6)));
            }
        }
    }

    private void note(String what, String effect) {
        history.add(what + " -> " + effect);
    }

    /** Few of them at a time, so that much happens to each. */
    private List<String> someTypes() {
        List<String> all = new ArrayList<>(XdsTypes.ENVOY);
        all.add("example.com/Policy");
        all.remove(delta ? "" : XdsTypes.VIRTUAL_HOST);
        Collections.shuffle(all, random);
        return List.copyOf(all.subList(0, 2 + random.nextInt(5)));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Resources mention their own name and another one: of whatever type these are, they depend on them. */
    private static XdsResource resource(String name, String mention, int mark) {
        UnknownFieldSet fields = UnknownFieldSet.newBuilder()
                .addField(NAME, text(name))
                .addField(MENTION, text(mention))
                .build();
        return new XdsResource(name, fields.toByteString().concat(ByteString.copyFrom(new byte[] {32, (byte) mark})));
    }

    private static UnknownFieldSet.Field text(String value) {
        return UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8(value))
                .build();
    }

    private static String text(ByteString body, int field) {
        try {
            return UnknownFieldSet.parseFrom(body)
                    .getField(field)
                    .getLengthDelimitedList()
                    .getFirst()
                    .toStringUtf8();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isBad(ByteString body) {
        return body.byteAt(body.size() - 1) == BAD;
    }
}
