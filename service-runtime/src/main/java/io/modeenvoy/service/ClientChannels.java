package io.modeenvoy.service;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Opens client channels. */
final class ClientChannels {
    private static final int MAX_MESSAGE_BYTES = 64 << 20;
    private static final int WINDOW_BYTES = 4 << 20;

    private ClientChannels() {}

    static ManagedChannel open(GrpcAddress address, @Nullable Tls tls, @Nullable String serverName) {
        EventLoopGroup loops = Transport.loops("grpc-client", 1);
        ManagedChannel channel = secured(builder(address), address, tls, serverName)
                .channelType(
                        Transport.clientChannel(address),
                        Transport.socketAddress(address).getClass())
                .eventLoopGroup(loops)
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .flowControlWindow(WINDOW_BYTES)
                .build();
        return new LoopOwningChannel(channel, loops);
    }

    private static NettyChannelBuilder builder(GrpcAddress address) {
        return switch (address) {
            case GrpcAddress.UnixSocket unix ->
                NettyChannelBuilder.forAddress(Transport.socketAddress(address)).overrideAuthority("localhost");
            case GrpcAddress.HostPort(var host, var port) -> NettyChannelBuilder.forAddress(host, port);
        };
    }

    private static NettyChannelBuilder secured(
            NettyChannelBuilder builder, GrpcAddress address, @Nullable Tls tls, @Nullable String serverName) {
        if (tls == null || address instanceof GrpcAddress.UnixSocket) {
            return builder.usePlaintext();
        }
        NettyChannelBuilder secured = builder.sslContext(tls.client());
        return serverName == null ? secured : secured.overrideAuthority(serverName);
    }

    /** A channel with an event loop of its own, which ends with it. */
    private static final class LoopOwningChannel extends ManagedChannel {
        private final ManagedChannel channel;
        private final EventLoopGroup loops;

        LoopOwningChannel(ManagedChannel channel, EventLoopGroup loops) {
            this.channel = channel;
            this.loops = loops;
        }

        @Override
        public ManagedChannel shutdown() {
            channel.shutdown();
            endLoopsWhenTerminated();
            return this;
        }

        @Override
        public ManagedChannel shutdownNow() {
            channel.shutdownNow();
            endLoopsWhenTerminated();
            return this;
        }

        /** Shutdown of the loops lets running tasks end: the channel's last calls may still be answered. */
        private void endLoopsWhenTerminated() {
            Thread.ofVirtual().start(() -> {
                try {
                    channel.awaitTermination(1, TimeUnit.MINUTES);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    Transport.end(loops);
                }
            });
        }

        @Override
        public boolean isShutdown() {
            return channel.isShutdown();
        }

        @Override
        public boolean isTerminated() {
            return channel.isTerminated();
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
            return channel.awaitTermination(timeout, unit);
        }

        @Override
        public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
            return channel.newCall(method, options);
        }

        @Override
        public String authority() {
            return channel.authority();
        }

        @Override
        public ConnectivityState getState(boolean requestConnection) {
            return channel.getState(requestConnection);
        }

        @Override
        public void notifyWhenStateChanged(ConnectivityState source, Runnable callback) {
            channel.notifyWhenStateChanged(source, callback);
        }

        @Override
        public void resetConnectBackoff() {
            channel.resetConnectBackoff();
        }

        @Override
        public void enterIdle() {
            channel.enterIdle();
        }
    }
}
