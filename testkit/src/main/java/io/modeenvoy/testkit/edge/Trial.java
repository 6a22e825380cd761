package io.modeenvoy.testkit.edge;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes calls through a gateway, each followed by a good one on the same connection, and says what is wrong with what came of them. Thread-safe. */
public final class Trial implements AutoCloseable {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Site site;
    private final int port;
    private final String key;

    /** A trial of the gateway on {@code port} whose caller has {@code key}. */
    public Trial(Site site, int port, String key) {
        this.site = site;
        this.port = port;
        this.key = key;
    }

    /**
     * What came of a call.
     *
     * @param status of the answer; 0 = none
     * @param problems what must not be; empty = all is well
     */
    public record Result(int status, List<String> problems) {
        public Result {
            problems = List.copyOf(problems);
        }
    }

    /** Makes a call and then {@code next}. */
    public Result run(WireCall call, WireCall next) {
        List<Outcome> outcomes = outcomes(call, next);
        Outcome first = outcomes.getFirst();
        Judge judge = new Judge(key);
        judge.call(call, first, site);
        if (outcomes.size() > 1 && !call.reframes() && !ended(call, outcomes.get(1))) {
            judge.call(next, outcomes.get(1), site);
        } else {
            judge.unasked(next, call.reframes(), site);
        }
        return new Result(Math.max(0, first.status()), judge.problems());
    }

    /** A hostile call may cost its client the connection. */
    private static boolean ended(WireCall call, Outcome next) {
        return !call.good() && next.status() == 0;
    }

    private List<Outcome> outcomes(WireCall call, WireCall next) {
        return switch (call.framing()) {
            case Framing.Http1 framing -> {
                try (Http1Client client = new Http1Client(port)) {
                    yield client.call(call, framing, next, Framings.PLAIN_1);
                } catch (IOException e) {
                    yield new ArrayList<>(List.of(Outcome.broken(String.valueOf(e.getMessage()))));
                }
            }
            case Framing.Http2 framing -> {
                try (Http2Client client = new Http2Client(loops, port)) {
                    yield client.call(call, framing, next, Framings.PLAIN_2);
                }
            }
        };
    }

    @Override
    public void close() {
        var _ = loops.shutdownGracefully().syncUninterruptibly();
    }
}
