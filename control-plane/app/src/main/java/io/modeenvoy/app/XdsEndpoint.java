package io.modeenvoy.app;

import com.google.protobuf.ByteString;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.modeenvoy.service.EventLoops;
import io.modeenvoy.service.GrpcAddress;
import io.modeenvoy.service.GrpcServerShell;
import io.modeenvoy.service.PlainText;
import io.modeenvoy.xds.server.AckBoard;
import io.modeenvoy.xds.server.AckListener;
import io.modeenvoy.xds.server.ClientStatus;
import io.modeenvoy.xds.server.ClientStatusService;
import io.modeenvoy.xds.server.IntrospectionGuard;
import io.modeenvoy.xds.server.NodeGroups;
import io.modeenvoy.xds.server.SnapshotStore;
import io.modeenvoy.xds.server.XdsMetrics;
import io.modeenvoy.xds.server.XdsServer;
import io.modeenvoy.xds.server.XdsServerOptions;
import io.modeenvoy.xds.translator.Redaction;
import io.modeenvoy.xds.translator.TypeUrls;
import io.modeenvoy.xds.translator.XdsPrinter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ADS server on its sockets: a Unix socket, a TCP port, or both. */
public final class XdsEndpoint implements AutoCloseable {
    /** Proxies that come back all at once would wait for each other: so many a second are sent away at the end. */
    private static final int LEAVING_PER_SECOND = 1_000;

    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(5);

    /** A little longer than the last farewell. */
    private static final Duration DRAIN = LONGEST_FAREWELL.plusSeconds(1);

    private final SnapshotStore store;
    private final AckBoard acks;
    private final XdsServer server;
    private final RefusedClients refused;
    private final XdsSecurity security;
    private final XdsMetrics metrics;
    private final FleetChanges changes;
    private final List<GrpcServerShell> shells = new ArrayList<>();
    private final List<GrpcServerShell> introspection = new ArrayList<>();

    private XdsEndpoint(
            SnapshotStore store,
            AckBoard acks,
            RefusedClients refused,
            FleetChanges changes,
            XdsServer server,
            XdsSecurity security,
            XdsMetrics metrics) {
        this.store = store;
        this.acks = acks;
        this.refused = refused;
        this.server = server;
        this.security = security;
        this.metrics = metrics;
        this.changes = changes;
    }

    /** Listens on every address; clients wait until something is published. */
    public static XdsEndpoint listen(List<GrpcAddress> addresses, PlainText plainText, XdsMetrics metrics)
            throws IOException {
        return listen(addresses, plainText, metrics, XdsServerOptions.defaults());
    }

    /** The same within limits of the caller's choice. */
    public static XdsEndpoint listen(
            List<GrpcAddress> addresses, PlainText plainText, XdsMetrics metrics, XdsServerOptions options)
            throws IOException {
        return listen(addresses, XdsSecurity.plain(plainText), metrics, options);
    }

    /** The same for clients that must be who they say they are. */
    public static XdsEndpoint listen(
            List<GrpcAddress> addresses, XdsSecurity security, XdsMetrics metrics, XdsServerOptions options)
            throws IOException {
        SnapshotStore store = new SnapshotStore();
        AckBoard acks = new AckBoard();
        RefusedClients refused = new RefusedClients(InstantSource.system());
        AckListener seen = AckListener.both(refused, new UnmatchedNodes(store));
        FleetChanges changes = new FleetChanges();
        AckListener listener =
                AckListener.both(AckListener.both(acks, changes), AckListener.both(new RejectionLog(), seen));
        XdsServer server =
                new XdsServer(store, NodeGroups.byCluster(), security.identities(), listener, metrics, options);
        XdsEndpoint endpoint = new XdsEndpoint(store, acks, refused, changes, server, security, metrics);
        try {
            for (GrpcAddress address : addresses) {
                endpoint.shells.add(endpoint.shell(address, options));
            }
            return endpoint;
        } catch (IOException e) {
            endpoint.close();
            throw e;
        }
    }

    private GrpcServerShell shell(GrpcAddress address, XdsServerOptions options) throws IOException {
        GrpcServerShell.Builder builder = GrpcServerShell.builder(address)
                .plainText(security.plainText())
                .tls(security.tls())
                .maxInboundMessageBytes(options.transportBytes())
                .tracer(server.oversizedRequests())
                .keepAlive(options.keepAlive())
                .eventLoops(options.threads())
                .drain(DRAIN);
        server.services(EventLoops::current).forEach(service -> builder.service(() -> service));
        return builder.start();
    }

    /**
     * Also answers CSDS, on an address of its own: whoever can call it learns of every node group. With TLS only those may whose certificate
     * is granted a look; without, only loopback and Unix sockets are served. Says where.
     */
    public GrpcAddress serveClientStatus(GrpcAddress address) throws IOException {
        ServerServiceDefinition guarded = ServerInterceptors.intercept(
                clientStatus().describing(XdsPrinter.files()), new IntrospectionGuard(security.identities(), metrics));
        GrpcServerShell shell = GrpcServerShell.builder(address)
                .plainText(PlainText.LOOPBACK_ONLY)
                .tls(security.tls())
                .service(() -> guarded)
                .reflection()
                .drain(Duration.ZERO)
                .start();
        introspection.add(shell);
        return shell.address();
    }

    /** What each client holds, resource by resource; secrets and policies without their contents. */
    public ClientStatusService clientStatus() {
        return new ClientStatusService(server, acks, XdsEndpoint::shown);
    }

    private static @Nullable ByteString shown(String typeUrl, ByteString body) {
        boolean open = TypeUrls.ENVOY.contains(typeUrl) && !typeUrl.equals(TypeUrls.SECRET);
        return open ? Redaction.hide(typeUrl, body) : null;
    }

    /** Where each client stands. */
    public List<ClientStatus> clients() {
        return server.clients();
    }

    /** What is served. */
    public SnapshotStore store() {
        return store;
    }

    /** Who holds what. */
    public AckBoard acks() {
        return acks;
    }

    /** Who was sent away lately because of its certificate. */
    public List<FleetStatus.Refusal> refusals() {
        return refused.latest();
    }

    /** Calls {@code onChange} whenever {@link #acks} may say something new, on threads that must not be blocked. */
    public void onFleetChange(Runnable onChange) {
        changes.listen(onChange);
    }

    /** Where it listens. */
    public List<GrpcAddress> addresses() {
        return shells.stream().map(GrpcServerShell::address).toList();
    }

    /** Within what time so many streams end, each at a moment of its own. */
    static Duration farewell(int streams) {
        Duration needed = Duration.ofSeconds(1).multipliedBy(streams).dividedBy(LEAVING_PER_SECOND);
        return needed.compareTo(LONGEST_FAREWELL) < 0 ? needed : LONGEST_FAREWELL;
    }

    /** Returns when the proxies have gone, each at a moment of its own. */
    @Override
    public void close() {
        server.drain(farewell(server.streams()));
        introspection.forEach(GrpcServerShell::close);
        shells.forEach(GrpcServerShell::close);
        server.close();
    }
}
