package io.modeenvoy.testkit.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A delta ADS client that asks and answers by itself, as Envoy does: it asks for all of some collections, as a proxy also for the endpoints, routes and secrets they refer to. It
 * remembers every response and can tell when there is nothing more to come. All state is guarded by this.
 */
public final class AdsClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String NOTHING = References.typeUrl("envoy.service.runtime.v3.Runtime");

    private final Channel channel;
    private final Node node;
    private final List<String> collections;
    private final Map<String, Map<String, Any>> held = new TreeMap<>();
    private final Map<String, Set<String>> named = new TreeMap<>();
    private final Map<String, String> objections = new TreeMap<>();
    private final List<XdsReply> replies = new ArrayList<>();
    private @Nullable StreamObserver<DeltaDiscoveryRequest> requests;
    private @Nullable Status end;
    private int barriers;

    private AdsClient(Channel channel, String id, String group, Collection<String> collections) {
        this.channel = channel;
        this.node = Node.newBuilder().setId(id).setCluster(group).build();
        this.collections = List.copyOf(collections);
    }

    /** A proxy: all clusters and listeners, and what those refer to. */
    public static AdsClient proxy(Channel channel, String id, String group) {
        return of(channel, id, group, List.of(References.CLUSTER, References.LISTENER));
    }

    /** A client of whole collections. */
    public static AdsClient of(Channel channel, String id, String group, Collection<String> collections) {
        return new AdsClient(channel, id, group, collections);
    }

    /** Says no to every resource of this name from now on. */
    public synchronized AdsClient rejecting(String name, String words) {
        objections.put(name, words);
        return this;
    }

    /** The same of one type. */
    public AdsClient rejecting(String typeUrl, String name, String words) {
        return rejecting(typeUrl + " " + name, words);
    }

    /** Opens the stream and asks. */
    public synchronized AdsClient connect() {
        requests = AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(new Answers());
        boolean first = true;
        for (String typeUrl : collections) {
            DeltaDiscoveryRequest.Builder request = request(typeUrl).addResourceNamesSubscribe("*");
            send(first ? request.setNode(node) : request);
            first = false;
        }
        return this;
    }

    /** The names of what is in use of a type, sorted. */
    public synchronized Set<String> names(String typeUrl) {
        return new TreeSet<>(held(typeUrl).keySet());
    }

    /** A resource in use. */
    public synchronized <M extends Message> M resource(Class<M> type, String name) {
        return held.values().stream()
                .map(resources -> resources.get(name))
                .filter(any -> any != null && any.is(type))
                .map(any -> References.unpack(any, type))
                .findFirst()
                .orElseThrow(() -> new AssertionError(type.getSimpleName() + " " + name + ": not in use; " + this));
    }

    /** Every response so far, in the order in which they came; those of {@link #barrier} are left out. */
    public synchronized List<XdsReply> replies() {
        return List.copyOf(replies);
    }

    /** Waits until it holds; it is asked again after every response. */
    public synchronized AdsClient await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError(what + ": not within " + PATIENCE + "; " + this);
            }
            try {
                wait(Math.min(left, 50));
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted while waiting: " + what, e);
            }
        }
        return this;
    }

    /** Waits until exactly these are in use. */
    public AdsClient awaitNames(String typeUrl, String... names) {
        Set<String> wanted = Set.of(names);
        return await(typeUrl + " " + wanted, () -> names(typeUrl).equals(wanted));
    }

    /** Returns when the server knows all answers of this client and has nothing more to say to them. */
    public synchronized void barrier() {
        int before;
        do {
            before = replies.size();
            roundTrip();
        } while (replies.size() > before);
    }

    private void roundTrip() {
        barriers++;
        String name = "barrier-" + barriers;
        send(request(NOTHING).addResourceNamesSubscribe(name));
        await("the answer to " + name, () -> held(NOTHING).containsKey(name));
    }

    @Override
    public synchronized void close() {
        if (requests != null && end == null) {
            requests.onCompleted();
        }
    }

    /** What it holds, by name. */
    @Override
    public synchronized String toString() {
        Map<String, Set<String>> names = new TreeMap<>();
        held.forEach((typeUrl, resources) -> names.put(typeUrl, resources.keySet()));
        return node.getId() + " holds " + names + ", stream " + (end == null ? "open" : "ended with " + end);
    }

    private synchronized void received(DeltaDiscoveryResponse response) {
        String typeUrl = response.getTypeUrl();
        DeltaDiscoveryRequest.Builder answer = request(typeUrl).setResponseNonce(response.getNonce());
        if (typeUrl.equals(NOTHING)) {
            response.getRemovedResourcesList().forEach(name -> held(NOTHING).put(name, Any.getDefaultInstance()));
            send(answer);
        } else {
            XdsReply reply = XdsReply.of(response);
            replies.add(reply);
            String objection = apply(reply);
            send(objection.isEmpty() ? answer : answer.setErrorDetail(XdsStream.error(objection)));
            follow();
        }
        notifyAll();
    }

    /** Clusters and listeners are taken one by one, all others together or not at all. Empty, or why not. */
    private String apply(XdsReply reply) {
        String typeUrl = reply.typeUrl();
        Map<String, Any> good = new TreeMap<>(reply.resources());
        Map<String, String> bad = new TreeMap<>();
        for (String name : good.keySet()) {
            String words = objections.getOrDefault(typeUrl + " " + name, objections.get(name));
            if (words != null) {
                bad.put(name, words);
            }
        }
        good.keySet().removeAll(bad.keySet());
        boolean oneByOne = typeUrl.equals(References.CLUSTER) || typeUrl.equals(References.LISTENER);
        if (bad.isEmpty() || oneByOne) {
            held(typeUrl).keySet().removeAll(reply.removed());
            held(typeUrl).putAll(good);
        }
        StringBuilder words = new StringBuilder();
        bad.forEach((name, why) -> words.append(name).append(": ").append(why).append('\n'));
        if (bad.isEmpty() || !oneByOne) {
            return bad.isEmpty() ? "" : "\n" + words;
        }
        return "Error adding/updating " + (typeUrl.equals(References.CLUSTER) ? "cluster" : "listener") + "(s) "
                + words;
    }

    /** Asks for what is referred to now, and no longer for what is not. */
    private void follow() {
        Map<String, Set<String>> wanted = References.of(
                held(References.CLUSTER).values(), held(References.LISTENER).values());
        wanted.forEach((typeUrl, names) -> follow(typeUrl, names, named.getOrDefault(typeUrl, Set.of())));
        named.putAll(wanted);
    }

    private void follow(String typeUrl, Set<String> names, Set<String> before) {
        Set<String> more = new TreeSet<>(names);
        more.removeAll(before);
        Set<String> fewer = new TreeSet<>(before);
        fewer.removeAll(names);
        if (!more.isEmpty() || !fewer.isEmpty()) {
            held(typeUrl).keySet().removeAll(fewer);
            send(request(typeUrl).addAllResourceNamesSubscribe(more).addAllResourceNamesUnsubscribe(fewer));
        }
    }

    private Map<String, Any> held(String typeUrl) {
        return held.computeIfAbsent(typeUrl, _ -> new TreeMap<>());
    }

    private void send(DeltaDiscoveryRequest.Builder request) {
        if (requests != null && end == null) {
            requests.onNext(request.build());
        }
    }

    private synchronized void over(Status status) {
        end = status;
        notifyAll();
    }

    private static DeltaDiscoveryRequest.Builder request(String typeUrl) {
        return DeltaDiscoveryRequest.newBuilder().setTypeUrl(typeUrl);
    }

    /** What the server sends. */
    private final class Answers implements StreamObserver<DeltaDiscoveryResponse> {
        @Override
        public void onNext(DeltaDiscoveryResponse response) {
            received(response);
        }

        @Override
        public void onError(Throwable error) {
            over(Status.fromThrowable(error));
        }

        @Override
        public void onCompleted() {
            over(Status.OK);
        }
    }
}
