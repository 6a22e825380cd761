package io.modeenvoy.xds.server;

import io.grpc.ServerBuilder;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The xDS services over a store: aggregated and per type, delta and state-of-the-world. */
public final class XdsServer implements AutoCloseable {
    private final StreamContext context;
    private final Door door;
    private final ExecutorService pool;
    private final SystemClock ownClock = new SystemClock();

    public XdsServer(SnapshotStore store, NodeGroups groups, AckListener listener) {
        this(store, groups, listener, XdsMetrics.none(), XdsServerOptions.defaults());
    }

    public XdsServer(
            SnapshotStore store,
            NodeGroups groups,
            AckListener listener,
            XdsMetrics metrics,
            XdsServerOptions options) {
        this(store, groups, Identities.anyone(), listener, metrics, options);
    }

    /** The same for clients whose identity decides what they may claim to be. */
    public XdsServer(
            SnapshotStore store,
            NodeGroups groups,
            Identities identities,
            AckListener listener,
            XdsMetrics metrics,
            XdsServerOptions options) {
        this.pool = pool(options.threads());
        this.context = new StreamContext(store, groups, identities, listener, metrics, options, ownClock, pool);
        this.door = new Door(context);
    }

    /** The same with a time of the caller's choice. */
    public XdsServer(
            SnapshotStore store,
            NodeGroups groups,
            AckListener listener,
            XdsMetrics metrics,
            XdsServerOptions options,
            XdsClock clock) {
        this.pool = pool(options.threads());
        this.context = new StreamContext(store, groups, Identities.anyone(), listener, metrics, options, clock, pool);
        this.door = new Door(context);
    }

    /** The gRPC services to add to a server of one's own; {@link #addTo} does that and sets the limits, too. */
    public List<ServerServiceDefinition> services() {
        return services(() -> context.pool());
    }

    /**
     * The same over a transport whose threads call the services directly and may be given work: then a stream lives on the thread of its connection
     * altogether, and no message changes threads.
     *
     * @param homes the executor of the calling thread, which opens a stream
     */
    public List<ServerServiceDefinition> services(Supplier<? extends Executor> homes) {
        Map<String, ServerServiceDefinition.Builder> services = new TreeMap<>();
        for (XdsMethod method : XdsMethod.all()) {
            add(services.computeIfAbsent(method.service(), ServerServiceDefinition::builder), method, homes);
        }
        List<ServerServiceDefinition> built = new ArrayList<>();
        services.values().forEach(service -> built.add(service.build()));
        return built;
    }

    /** Counts requests that the transport itself refuses, since they are too large to be read. */
    public ServerStreamTracer.Factory oversizedRequests() {
        return new OversizedRequests(context.metrics());
    }

    /** Adds the services and the limits of the transport to a network server that is being built. */
    public <T extends ServerBuilder<T>> T addTo(T builder) {
        services().forEach(builder::addService);
        return builder.addStreamTracerFactory(oversizedRequests())
                .maxInboundMessageSize(context.options().transportBytes())
                .keepAliveTime(context.options().keepAlive().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
    }

    /** Where every client stands that has said who it is, by id and then by age. Costs the clients, not what they hold. */
    public List<ClientStatus> clients() {
        return standings().stream().map(ClientStatus::of).toList();
    }

    /** The same from the inside. */
    List<Standing> standings() {
        List<Standing> standings = new ArrayList<>();
        for (XdsStream stream : context.open()) {
            Standing standing = stream.standing();
            if (standing != null) {
                standings.add(standing);
            }
        }
        standings.sort(Standing.ORDER);
        return standings;
    }

    /** How many streams are open. */
    public int streams() {
        return context.open().size();
    }

    /** Refuses new streams and closes the open ones at random moments within the duration, so that clients do not all come back at once. */
    public void drain(Duration within) {
        door.shut();
        long millis = within.toMillis();
        for (XdsStream stream : context.open()) {
            Duration delay = Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis + 1));
            context.clock().schedule(delay, () -> stream.end(Status.UNAVAILABLE.withDescription("server: draining")));
        }
    }

    /** Ends all streams and frees the threads. The gRPC server is the caller's. */
    @Override
    public void close() {
        door.shut();
        context.open().forEach(stream -> stream.end(Status.UNAVAILABLE.withDescription("server: closed")));
        pool.shutdown();
        ownClock.close();
    }

    private void add(ServerServiceDefinition.Builder service, XdsMethod method, Supplier<? extends Executor> homes) {
        service.addMethod(
                method.descriptor(context.options().maxMessageBytes()),
                new XdsCallHandler(method, context, door, homes));
    }

    /** Transports may report the end of their streams after the pool is shut: that is dropped. */
    private static ExecutorService pool(int threads) {
        return new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("xds-stream-", 0).daemon().factory(),
                new ThreadPoolExecutor.DiscardPolicy());
    }
}
