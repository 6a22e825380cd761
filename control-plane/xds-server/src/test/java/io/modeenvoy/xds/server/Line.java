package io.modeenvoy.xds.server;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What one stream has carried, seen from both ends: so a test can tell when nothing is on its way, and can stop the client's reading. */
final class Line implements ClientInterceptor {
    static final Metadata.Key<String> NUMBER = Metadata.Key.of("line", Metadata.ASCII_STRING_MARSHALLER);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String number;

    // Guarded by this.
    private int asked; // requests of the client
    private int heard; // of these, dealt with by the server
    private int answered; // responses of the server
    private int read; // of these, in the hands of the client
    private boolean over;
    private boolean stalled;
    private Runnable resume = () -> {};

    Line(String number) {
        this.number = number;
    }

    /** Returns when the server has dealt with all it was asked, and the client has all the server said. */
    void awaitQuiet() {
        await(() -> over || (heard >= asked && (stalled || read == answered)));
    }

    /** Returns when the stream has ended for the client. */
    void awaitEnd() {
        await(() -> over);
    }

    /** From now on the client takes nothing off the transport. */
    synchronized void stall() {
        stalled = true;
    }

    /** The client reads again. */
    void resume() {
        Runnable request;
        synchronized (this) {
            stalled = false;
            request = resume;
        }
        request.run();
    }

    /** How many responses the server has handed to the transport. */
    synchronized int answered() {
        return answered;
    }

    synchronized void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("stream: " + asked + " requests, " + heard + " dealt with, " + answered
                        + " responses, " + read + " read (expected: quiet within " + PATIENCE + ")");
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted while waiting for quiet", e);
            }
        }
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<R> listener, Metadata headers) {
                headers.put(NUMBER, number);
                super.start(counting(listener), headers);
            }

            @Override
            public void sendMessage(Q message) {
                count(() -> asked++);
                super.sendMessage(message);
            }

            @Override
            public void request(int messages) {
                if (!withheld(() -> super.request(messages))) {
                    super.request(messages);
                }
            }
        };
    }

    /** The server's end of the same stream. It asks for the next request when it has dealt with the last. */
    <Q, R> ServerCall<Q, R> serverEnd(ServerCall<Q, R> call) {
        count(() -> heard--);
        return new SimpleForwardingServerCall<>(call) {
            @Override
            public void request(int messages) {
                count(() -> heard += messages);
                super.request(messages);
            }

            @Override
            public void sendMessage(R message) {
                count(() -> answered++);
                super.sendMessage(message);
            }
        };
    }

    private <R> ClientCall.Listener<R> counting(ClientCall.Listener<R> listener) {
        return new SimpleForwardingClientCallListener<>(listener) {
            @Override
            public void onMessage(R message) {
                super.onMessage(message);
                count(() -> read++);
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
                super.onClose(status, trailers);
                count(() -> over = true);
            }
        };
    }

    private synchronized boolean withheld(Runnable request) {
        if (stalled) {
            resume = request;
        }
        return stalled;
    }

    private synchronized void count(Runnable change) {
        change.run();
        notifyAll();
    }
}
