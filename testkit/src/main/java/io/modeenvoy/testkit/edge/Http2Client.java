package io.modeenvoy.testkit.edge;

import com.google.protobuf.ByteString;
import io.grpc.netty.shaded.io.netty.bootstrap.Bootstrap;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.SimpleChannelInboundHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2DataFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2HeadersFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ResetFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2StreamFrame;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One connection of HTTP/2 without TLS, its frames as the framing says. Used by one thread. */
final class Http2Client implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 40;

    private final Channel connection;

    Http2Client(EventLoopGroup loops, int port) {
        connection = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forClient()
                                                .validateHeaders(false)
                                                .build(),
                                        new Http2MultiplexHandler(new Answer(new CompletableFuture<>())),
                                        new EndOfConnection());
                    }
                })
                .connect(InetAddress.getLoopbackAddress(), port)
                .syncUninterruptibly()
                .channel();
    }

    /** Makes the calls one after the other, as long as the connection is open. */
    List<Outcome> call(WireCall first, Framing.Http2 framing, WireCall next, Framing.Http2 nextFraming) {
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(one(first, framing));
        if (connection.isActive() && !outcomes.getFirst().isHung()) {
            outcomes.add(one(next, nextFraming));
        }
        return outcomes;
    }

    private Outcome one(WireCall call, Framing.Http2 framing) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        try {
            Channel stream = new Http2StreamChannelBootstrap(connection)
                    .handler(new Answer(answer))
                    .open()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            send(stream, call, framing);
            if (framing.cutAt() >= 0) {
                return Outcome.broken("the client left");
            }
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return Outcome.hung("nothing came for " + PATIENCE_SECONDS + " s");
        } catch (ExecutionException e) {
            return Outcome.broken(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void send(Channel stream, WireCall call, Framing.Http2 framing) {
        ByteString body = framing.cutAt() < 0 ? call.body() : call.body().substring(0, framing.cutAt());
        boolean apart = framing.cutAt() >= 0 || framing.trailers() || framing.emptyEnd();
        var _ = stream.write(new DefaultHttp2HeadersFrame(headers(call, framing), body.isEmpty() && !apart));
        Iterator<Integer> sizes = new Cycle(framing.frames());
        for (int at = 0; at < body.size(); ) {
            int to = Math.min(body.size(), at + sizes.next());
            var _ = stream.writeAndFlush(new DefaultHttp2DataFrame(
                    Unpooled.wrappedBuffer(body.substring(at, to).asReadOnlyByteBuffer()),
                    to == body.size() && !apart,
                    framing.padding()));
            at = to;
        }
        if (framing.cutAt() >= 0) {
            var _ = stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL))
                    .awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } else if (framing.trailers()) {
            var _ = stream.writeAndFlush(
                    new DefaultHttp2HeadersFrame(new DefaultHttp2Headers(false).set("x-checksum", "1"), true));
        } else if (framing.emptyEnd()) {
            var _ = stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true));
        } else {
            stream.flush();
        }
    }

    private static Http2Headers headers(WireCall call, Framing.Http2 framing) {
        Http2Headers headers = new DefaultHttp2Headers(false)
                .method("POST")
                .scheme("http")
                .authority("edge.example")
                .path(call.path())
                .add(WireCall.ID, call.id());
        call.fields().forEach(field -> headers.add(field.name(), field.value()));
        return framing.sized()
                ? headers.add("content-length", Integer.toString(call.body().size()))
                : headers;
    }

    @Override
    public void close() {
        var _ = connection.close();
    }

    /** What comes back on a stream. */
    private static final class Answer extends SimpleChannelInboundHandler<Http2StreamFrame> {
        private final CompletableFuture<Outcome> whole;
        private final StringBuilder body = new StringBuilder();
        private int status;
        private boolean upstream;

        Answer(CompletableFuture<Outcome> whole) {
            this.whole = whole;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
            switch (frame) {
                case Http2HeadersFrame headers -> {
                    CharSequence said = headers.headers().status();
                    status = said == null ? status : Integer.parseInt(said.toString());
                    upstream |= headers.headers().contains(Replies.MARK);
                    endIf(headers.isEndStream());
                }
                case Http2DataFrame data -> {
                    body.append(data.content().toString(StandardCharsets.UTF_8));
                    endIf(data.isEndStream());
                }
                case Http2ResetFrame reset -> whole.complete(Outcome.broken("reset with " + reset.errorCode()));
                default -> {}
            }
        }

        private void endIf(boolean end) {
            if (end && status >= 200) {
                whole.complete(new Outcome(status, upstream, true, body.toString()));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            whole.complete(Outcome.broken("the stream ended"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            whole.complete(Outcome.broken(cause.toString()));
        }
    }
}
