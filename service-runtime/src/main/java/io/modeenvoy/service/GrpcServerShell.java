package io.modeenvoy.service;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerStreamTracer;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gRPC server on a Unix socket or TCP port, with the health service; closing it drains. */
public final class GrpcServerShell implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GrpcServerShell.class);

    /** A TLS connection this old takes no new calls, so that every client shows its certificate again; calls under way go on. */
    private static final Duration CHECK_AGAIN = Duration.ofHours(1);

    private final GrpcAddress address;
    private final Server server;
    private final ServerLoops loops;
    private final HealthStatusManager health;
    private final @Nullable SocketFile socketFile;
    private final Duration drain;

    private GrpcServerShell(
            GrpcAddress address,
            Server server,
            ServerLoops loops,
            HealthStatusManager health,
            @Nullable SocketFile socketFile,
            Duration drain) {
        this.address = address;
        this.server = server;
        this.loops = loops;
        this.health = health;
        this.socketFile = socketFile;
        this.drain = drain;
    }

    /** A shell that will listen on {@code address}. */
    public static Builder builder(GrpcAddress address) {
        return new Builder(address);
    }

    /** The address in use: with the real port if 0 was asked for. */
    public GrpcAddress address() {
        return address;
    }

    /** What the health service answers. A shell starts serving. */
    public void serving(boolean serving) {
        health.setStatus(
                HealthStatusManager.SERVICE_NAME_ALL_SERVICES,
                serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    }

    /** Drains: no new connection, health says so, calls under way may end until the drain time is over. */
    @Override
    public void close() {
        health.enterTerminalState();
        server.shutdown();
        try {
            if (socketFile != null) {
                socketFile.remove();
            }
            if (!server.awaitTermination(drain.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("grpc.drain.cut address={} after={}", address, drain);
                server.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("removing " + address, e);
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        } finally {
            loops.end();
            LOG.info("grpc.closed address={}", address);
        }
    }

    /** What a shell is made of. Calls run on the event loop (directExecutor) unless an executor is given: services must not block. */
    public static final class Builder {
        private final GrpcAddress address;
        private final List<BindableService> services = new ArrayList<>();
        private final List<ServerStreamTracer.Factory> tracers = new ArrayList<>();
        private @Nullable Executor executor;
        private PlainText plainText = PlainText.LOOPBACK_ONLY;
        private @Nullable Tls tls;
        private int eventLoops = 1;
        private int maxInboundMessageBytes = 32 << 20;
        private Duration drain = Duration.ofSeconds(5);
        private Duration keepAlive = Duration.ofSeconds(30);
        private boolean reflection;

        private Builder(GrpcAddress address) {
            this.address = address;
        }

        public Builder service(BindableService service) {
            services.add(service);
            return this;
        }

        /** Told of every call's beginning and end. */
        public Builder tracer(ServerStreamTracer.Factory tracer) {
            tracers.add(tracer);
            return this;
        }

        public Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        public Builder plainText(PlainText plainText) {
            this.plainText = plainText;
            return this;
        }

        /** Speaks TLS on a TCP port, and demands a client certificate. The caller closes {@code tls} after the shell. A Unix socket needs none. */
        public Builder tls(@Nullable Tls tls) {
            this.tls = tls;
            return this;
        }

        public Builder eventLoops(int eventLoops) {
            this.eventLoops = eventLoops;
            return this;
        }

        public Builder maxInboundMessageBytes(int maxInboundMessageBytes) {
            this.maxInboundMessageBytes = maxInboundMessageBytes;
            return this;
        }

        /** The idle time after which a client is asked whether it is still there. */
        public Builder keepAlive(Duration idle) {
            this.keepAlive = idle;
            return this;
        }

        /** Tells tools which services there are. */
        public Builder reflection() {
            this.reflection = true;
            return this;
        }

        /** How long calls under way may take to end when the shell is closed. */
        public Builder drain(Duration drain) {
            this.drain = drain;
            return this;
        }

        /** Listens, or says why it cannot. */
        public GrpcServerShell start() throws IOException {
            if (tls == null) {
                Transport.checkPlainText(address, plainText);
            }
            SocketFile file = address instanceof GrpcAddress.UnixSocket(var path) ? new SocketFile(path) : null;
            if (file != null) {
                file.prepare();
            }
            ServerLoops loops = ServerLoops.of(eventLoops);
            HealthStatusManager health = new HealthStatusManager();
            try {
                Server server = server(file, loops, health).start();
                if (file != null) {
                    file.publish();
                }
                GrpcAddress bound = bound(server);
                LOG.info("grpc.listening address={} services={}", bound, services.size());
                return new GrpcServerShell(bound, server, loops, health, file, drain);
            } catch (IOException e) {
                loops.end();
                throw new IOException(address + ": cannot listen: " + e.getMessage(), e);
            }
        }

        private Server server(@Nullable SocketFile file, ServerLoops loops, HealthStatusManager health)
                throws IOException {
            GrpcAddress binding = file == null ? address : new GrpcAddress.UnixSocket(file.binding());
            NettyServerBuilder builder = NettyServerBuilder.forAddress(Transport.socketAddress(binding))
                    .channelType(Transport.serverChannel(address))
                    .bossEventLoopGroup(loops.accepting())
                    .workerEventLoopGroup(loops.working())
                    .maxInboundMessageSize(maxInboundMessageBytes)
                    .maxInboundMetadataSize(256 << 10)
                    .flowControlWindow(4 << 20)
                    .keepAliveTime(keepAlive.toMillis(), TimeUnit.MILLISECONDS)
                    .permitKeepAliveTime(1, TimeUnit.SECONDS) // Envoy asks every 5 s whether we are alive
                    .permitKeepAliveWithoutCalls(true)
                    .addService(health.getHealthService());
            if (tls != null && file == null) {
                builder.sslContext(tls.server()).maxConnectionAge(CHECK_AGAIN.toMinutes(), TimeUnit.MINUTES);
            }
            services.forEach(builder::addService);
            tracers.forEach(builder::addStreamTracerFactory);
            if (reflection) {
                builder.addService(ProtoReflectionServiceV1.newInstance());
            }
            return (executor == null ? builder.directExecutor() : builder.executor(executor)).build();
        }

        private GrpcAddress bound(Server server) {
            List<? extends SocketAddress> sockets = server.getListenSockets();
            return address instanceof GrpcAddress.HostPort(var host, var asked)
                            && sockets.getFirst() instanceof InetSocketAddress socket
                    ? new GrpcAddress.HostPort(host, asked == 0 ? socket.getPort() : asked)
                    : address;
        }
    }
}
