package io.modeenvoy.testkit.edge;

import com.google.protobuf.ByteString;
import io.grpc.netty.shaded.io.netty.bootstrap.ServerBootstrap;
import io.grpc.netty.shaded.io.netty.buffer.ByteBufUtil;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.SimpleChannelInboundHandler;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2DataFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2HeadersFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ResetFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Settings;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2StreamFrame;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolNames;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.modeenvoy.testkit.tls.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An upstream that speaks HTTP/2 with TLS and always answers well. */
final class SecureUpstream implements AutoCloseable {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listening;
    private final Recorder recorder;

    SecureUpstream(TestCertificate certificate, Recorder recorder) {
        this.recorder = recorder;
        SslContext tls = context(certificate);
        listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        tls.newHandler(channel.alloc()),
                                        Http2FrameCodecBuilder.forServer()
                                                .initialSettings(Http2Settings.defaultSettings()
                                                        .maxHeaderListSize(1 << 20))
                                                .build(),
                                        new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                                            @Override
                                            protected void initChannel(Channel stream) {
                                                stream.pipeline().addLast(new Stream());
                                            }
                                        }),
                                        new EndOfConnection());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    private static SslContext context(TestCertificate certificate) {
        try {
            return SslContextBuilder.forServer(stream(certificate.pem()), stream(certificate.key()))
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteArrayInputStream stream(String pem) {
        return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        var _ = loops.shutdownGracefully().syncUninterruptibly();
    }

    /** One request. */
    private final class Stream extends SimpleChannelInboundHandler<Http2StreamFrame> {
        private @Nullable List<String> head;
        private ByteString body = ByteString.EMPTY;

        @Override
        protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
            switch (frame) {
                case Http2HeadersFrame headers
                when head == null -> {
                    List<String> lines = new ArrayList<>();
                    headers.headers().forEach(field -> lines.add(field.getKey() + ": " + field.getValue()));
                    head = lines;
                    endIf(headers.isEndStream(), context);
                }
                case Http2HeadersFrame trailers ->
                    recorder.stray("trailers reached the upstream: " + trailers.headers());
                case Http2DataFrame data -> {
                    body = body.concat(ByteString.copyFrom(ByteBufUtil.getBytes(data.content())));
                    endIf(data.isEndStream(), context);
                }
                case Http2ResetFrame reset -> recorder.stray("a request was reset: " + head);
                default -> {}
            }
        }

        private void endIf(boolean end, ChannelHandlerContext context) {
            List<String> lines = head;
            if (!end || lines == null) {
                return;
            }
            recorder.add(new Seen(String.join(",", Bytes.values(lines, WireCall.ID)), lines, body));
            var _ = context.write(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers()
                    .status("200")
                    .set("content-type", "application/json")
                    .set(Replies.MARK, "upstream")));
            var _ = context.writeAndFlush(
                    new DefaultHttp2DataFrame(Unpooled.copiedBuffer(Replies.JSON, StandardCharsets.US_ASCII), true));
        }
    }
}
