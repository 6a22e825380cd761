package io.modeenvoy.benchmarks.xds;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One proxy: a connection with one ADS call that acknowledges all it is sent, at the least cost. It subscribes as Envoy does: listeners
 * and clusters at once and all of them, the rest by name when the clusters are there.
 */
final class ProxyStream extends ByteToMessageDecoder {
    private static final int GRPC_HEADER = 5;

    private final Fleet fleet;
    private final String node;
    private final Subscriptions subscriptions;
    private @Nullable ByteBuf partial; // a message of which more is to come
    private int answers;
    private boolean ended;

    ProxyStream(Fleet fleet, String node, Subscriptions subscriptions) {
        this.fleet = fleet;
        this.node = node;
        this.subscriptions = subscriptions;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ByteBuf out = context.alloc().buffer(1024);
        out.writeBytes(subscriptions.opening());
        Frames.message(out, subscriptions.clusters(node));
        Frames.message(out, subscriptions.listeners());
        var _ = context.writeAndFlush(out, context.voidPromise());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> unused) {
        while (in.readableBytes() >= Frames.HEADER) {
            int length = in.getUnsignedMedium(in.readerIndex());
            if (in.readableBytes() < Frames.HEADER + length) {
                return;
            }
            in.skipBytes(3);
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            in.skipBytes(4);
            fleet.received(Frames.HEADER + length);
            frame(context, type, flags, in.readSlice(length));
        }
    }

    private void frame(ChannelHandlerContext context, int type, int flags, ByteBuf payload) {
        switch (type) {
            case Frames.DATA -> data(context, payload);
            case Frames.SETTINGS -> acknowledge(context, Frames.SETTINGS, flags, Unpooled.EMPTY_BUFFER);
            case Frames.PING -> acknowledge(context, Frames.PING, flags, payload);
            case Frames.HEADERS -> {
                if ((flags & Frames.END_STREAM) != 0) {
                    close(context);
                }
            }
            case Frames.RST_STREAM, Frames.GOAWAY -> close(context);
            default -> {}
        }
    }

    private static void acknowledge(ChannelHandlerContext context, int type, int flags, ByteBuf payload) {
        if ((flags & Frames.ACK) == 0) {
            ByteBuf out = context.alloc().buffer(Frames.HEADER + payload.readableBytes());
            Frames.header(out, payload.readableBytes(), type, Frames.ACK, 0).writeBytes(payload);
            var _ = context.write(out, context.voidPromise());
        }
    }

    private void data(ChannelHandlerContext context, ByteBuf payload) {
        ByteBuf open = partial;
        ByteBuf all = open == null ? payload : open.writeBytes(payload);
        while (all.readableBytes() >= GRPC_HEADER) {
            int length = all.getInt(all.readerIndex() + 1);
            if (all.readableBytes() < GRPC_HEADER + length) {
                break;
            }
            answered(context, Answer.in(all.skipBytes(GRPC_HEADER).readSlice(length)));
        }
        partial = all.isReadable() ? kept(all, open) : null;
    }

    private static ByteBuf kept(ByteBuf rest, @Nullable ByteBuf open) {
        return open == null ? Unpooled.buffer(rest.readableBytes() * 4).writeBytes(rest) : open;
    }

    private void answered(ChannelHandlerContext context, Answer answer) {
        ByteBuf out = context.alloc().buffer(160);
        Frames.ack(out, answer.typeUrl(), answer.nonce());
        answers++;
        if (subscriptions.isClusters(answer.typeUrl()) && answers <= 2) {
            subscriptions.byName().forEach(request -> Frames.message(out, request));
        }
        fleet.sent(out.readableBytes());
        var _ = context.write(out, context.voidPromise());
        if (answers == subscriptions.count()) {
            fleet.ready();
        } else if (answers > subscriptions.count()) {
            fleet.changed(answer.typeUrl());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        close(context);
    }

    private static void close(ChannelHandlerContext context) {
        var _ = context.close();
    }

    /** Ended before its time: the fleet sends another. */
    void end() {
        if (!ended) {
            ended = true;
            fleet.lost(answers >= subscriptions.count());
        }
    }
}
