package io.modeenvoy.service;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.TimeUnit;

/** Netty's classes for an address: epoll on Linux, NIO elsewhere. */
final class Transport {
    private Transport() {}

    static EventLoopGroup loops(String name, int threads) {
        IoHandlerFactory factory = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), factory);
    }

    /** Lets the loops end in their own time: what they still run is ending connections. */
    static void end(EventLoopGroup loops) {
        var _ = loops.shutdownGracefully(100, 2_000, TimeUnit.MILLISECONDS);
    }

    static SocketAddress socketAddress(GrpcAddress address) {
        return switch (address) {
            case GrpcAddress.UnixSocket(var path) ->
                Epoll.isAvailable() ? new DomainSocketAddress(path.toString()) : UnixDomainSocketAddress.of(path);
            case GrpcAddress.HostPort(var host, var port) -> new InetSocketAddress(host, port);
        };
    }

    static Class<? extends ServerChannel> serverChannel(GrpcAddress address) {
        return switch (address) {
            case GrpcAddress.UnixSocket unix ->
                Epoll.isAvailable() ? EpollServerDomainSocketChannel.class : NioServerDomainSocketChannel.class;
            case GrpcAddress.HostPort tcp ->
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        };
    }

    static Class<? extends Channel> clientChannel(GrpcAddress address) {
        return switch (address) {
            case GrpcAddress.UnixSocket unix ->
                Epoll.isAvailable() ? EpollDomainSocketChannel.class : NioDomainSocketChannel.class;
            case GrpcAddress.HostPort tcp -> Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
        };
    }

    /** Refuses plain text where it may not be spoken. */
    static void checkPlainText(GrpcAddress address, PlainText plainText) {
        if (address instanceof GrpcAddress.HostPort tcp && plainText == PlainText.LOOPBACK_ONLY && !tcp.loopback()) {
            throw new IllegalArgumentException("address: " + tcp
                    + " (expected: a loopback address or a Unix socket, because it would be plain text; allow it "
                    + "explicitly if the network is secured otherwise)");
        }
    }
}
