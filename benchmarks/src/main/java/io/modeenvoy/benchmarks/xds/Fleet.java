package io.modeenvoy.benchmarks.xds;

import io.grpc.netty.shaded.io.netty.bootstrap.Bootstrap;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelFuture;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Many proxies of one server on one thread, each with a connection of its own. */
public final class Fleet implements AutoCloseable {
    private static final long RETRY_MILLIS = 200;

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("proxies", true), EpollIoHandler.newFactory());
    private final Bootstrap bootstrap;
    private final String name;
    private final AtomicInteger ready = new AtomicInteger();
    private final AtomicInteger retries = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicLong bytesReceived = new AtomicLong();
    private final AtomicLong bytesSent = new AtomicLong();
    private volatile long readyAt;
    private volatile Wave wave = Wave.NONE;
    private volatile boolean closed;

    public Fleet(String name, int port, Subscriptions subscriptions) {
        this.name = name;
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .remoteAddress("127.0.0.1", port)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new ProxyStream(Fleet.this, nextNode(), subscriptions));
                    }
                });
    }

    private String nextNode() {
        return name + "-" + numbers.incrementAndGet();
    }

    /** So many more, all at once. */
    public void open(int count) {
        for (int i = 0; i < count; i++) {
            connect();
        }
    }

    /** Waits until so many have acknowledged everything; says whether they did. */
    public boolean awaitReady(int count, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (ready.get() < count) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return true;
    }

    /** From now on changes of one type count, until so many have come. */
    public Wave expect(String typeUrl, int count) {
        Wave next = new Wave(typeUrl, count);
        wave = next;
        return next;
    }

    /** When the last one so far had acknowledged everything. */
    long readyNanos() {
        return readyAt;
    }

    public int readyCount() {
        return ready.get();
    }

    int retries() {
        return retries.get();
    }

    long bytesReceived() {
        return bytesReceived.get();
    }

    long bytesSent() {
        return bytesSent.get();
    }

    private void connect() {
        var _ = bootstrap.connect().addListener((ChannelFuture connected) -> {
            if (!connected.isSuccess()) {
                again();
            }
        });
    }

    private void again() {
        if (!closed) {
            retries.incrementAndGet();
            var _ = loop.schedule(this::connect, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    void ready() {
        readyAt = System.nanoTime();
        ready.incrementAndGet();
    }

    void lost(boolean wasReady) {
        if (wasReady) {
            ready.decrementAndGet();
        }
        again();
    }

    void changed(byte[] typeUrl) {
        wave.arrived(typeUrl);
    }

    void received(int bytes) {
        bytesReceived.lazySet(bytesReceived.get() + bytes);
    }

    void sent(int bytes) {
        bytesSent.lazySet(bytesSent.get() + bytes);
    }

    @Override
    public void close() {
        closed = true;
        var _ = loop.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
