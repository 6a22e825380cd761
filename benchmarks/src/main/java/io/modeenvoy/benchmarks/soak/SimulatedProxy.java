package io.modeenvoy.benchmarks.soak;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.modeenvoy.testkit.live.LiveBootstrap;
import io.modeenvoy.testkit.live.Resources;
import io.modeenvoy.xds.server.XdsResource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A proxy that asks as Envoy does, keeps what it is given, and can say whether that is right. */
final class SimulatedProxy implements AutoCloseable {
    /** What all proxies have counted. */
    record Counts(LongAdder responses, LongAdder rejections, LongAdder endedByServer) {
        Counts() {
            this(new LongAdder(), new LongAdder(), new LongAdder());
        }
    }

    private final Node node;
    private final boolean delta;
    private final InetSocketAddress server;
    private final Holdings holdings;
    private final Catalogue catalogue;
    private final Counts counts;
    private final LongConsumer convergence;
    private final Map<String, String> versions = new TreeMap<>();
    private int mostOffers;
    private long since;
    private @Nullable ManagedChannel channel;
    private @Nullable Conversation conversation;

    SimulatedProxy(int number, int port, Catalogue catalogue, Counts counts, LongConsumer convergence) {
        this.node = Node.newBuilder()
                .setId("proxy-" + number)
                .setCluster(SoakServer.GROUP)
                .build();
        this.delta = number % 2 == 0;
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.holdings = new Holdings(
                catalogue, number % 3 == 0 ? Holdings.Manners.ALL_OR_NOTHING : Holdings.Manners.NAMES_THE_BAD);
        this.catalogue = catalogue;
        this.counts = counts;
        this.convergence = convergence;
    }

    /** Opens a connection and says what it has from an earlier one. */
    synchronized void connect() {
        ManagedChannel opened = NettyChannelBuilder.forAddress(server)
                .usePlaintext()
                .directExecutor()
                .maxInboundMessageSize(64 << 20)
                .build();
        channel = opened;
        holdings.newStream();
        since = System.nanoTime();
        Conversation[] own = new Conversation[1];
        Conversation next = Conversation.open(delta, opened, node, reply -> heard(own[0], reply), () -> ended(own[0]));
        own[0] = next;
        conversation = next;
        for (String typeUrl : List.of(Resources.CLUSTER, Resources.LISTENER)) {
            next.askAll(typeUrl, held(typeUrl), versions.getOrDefault(typeUrl, ""));
        }
        next.ask(Resources.RUNTIME, Set.of(LiveBootstrap.RUNTIME), held(Resources.RUNTIME));
        holdings.wanted().forEach((typeUrl, names) -> next.ask(typeUrl, names, held(typeUrl)));
    }

    private synchronized void heard(@Nullable Conversation speaker, Reply reply) {
        Conversation current = conversation;
        if (current == null || current != speaker) {
            return;
        }
        counts.responses().increment();
        measure(reply);
        String error = holdings.take(reply);
        if (error == null) {
            versions.put(reply.typeUrl(), reply.version());
        } else {
            counts.rejections().increment();
            mostOffers = Math.max(mostOffers, holdings.mostOffers());
        }
        holdings.wanted().forEach((typeUrl, names) -> current.ask(typeUrl, names, held(typeUrl)));
        current.answer(reply, error, versions.getOrDefault(reply.typeUrl(), ""));
    }

    /** Only what was published while it listened. */
    private void measure(Reply reply) {
        long now = System.nanoTime();
        for (ByteString body : reply.bodies()) {
            Known known = catalogue.of(body);
            boolean news = known != null && !known.bad() && known.nanos() > since;
            if (known != null
                    && news
                    && !body.equals(holdings.of(known.typeUrl()).get(known.name()))) {
                convergence.accept(now - known.nanos());
            }
        }
    }

    private Map<String, String> held(String typeUrl) {
        Map<String, String> held = new TreeMap<>();
        holdings.of(typeUrl).forEach((name, body) -> held.put(name, new XdsResource(name, body).version()));
        return held;
    }

    private synchronized void ended(@Nullable Conversation over) {
        if (over != null && over == conversation) {
            counts.endedByServer().increment();
        }
    }

    /** Names that it holds otherwise than published. */
    synchronized List<String> differences() {
        return holdings.differences(catalogue.current());
    }

    synchronized int mostOffers() {
        return mostOffers;
    }

    synchronized int foreign() {
        return holdings.foreign();
    }

    @Override
    public String toString() {
        return node.getId() + (delta ? " (delta)" : " (state-of-the-world)");
    }

    @Override
    public synchronized void close() {
        Conversation open = conversation;
        ManagedChannel connection = channel;
        conversation = null;
        channel = null;
        if (open != null && connection != null) {
            open.end();
            connection.shutdownNow();
        }
    }
}
