package io.modeenvoy.testkit.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A port that nobody may connect to: it counts who does, and hangs up. */
public final class Doorbell implements AutoCloseable {
    private final ServerSocket socket;
    private final AtomicInteger rings = new AtomicInteger();

    private Doorbell(ServerSocket socket) {
        this.socket = socket;
    }

    /** At a free port of an address of this machine, {@code 127.0.0.66}. */
    public static Doorbell at(String address) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
        Doorbell bell = new Doorbell(socket);
        Thread.ofPlatform().daemon().name("doorbell").start(bell::listen);
        return bell;
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** How many connections there have been. */
    public int rings() {
        return rings.get();
    }

    private void listen() {
        while (!socket.isClosed()) {
            try (Socket _ = socket.accept()) {
                rings.incrementAndGet();
            } catch (IOException e) {
                // Closed, here or there.
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
