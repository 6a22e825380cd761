package io.modeenvoy.benchmarks.xds;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The few HTTP/2 frames an ADS client sends: one call per connection, always stream 1. Numbers are those of RFC 9113 and RFC 7541. */
final class Frames {
    static final int HEADER = 9;
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int ACK = 1;
    static final int END_STREAM = 1;

    private static final int END_HEADERS = 4;
    private static final int WINDOW_UPDATE = 8;
    private static final int CALL = 1;
    private static final int LARGEST_FRAME = 16_384;
    private static final int GRPC_HEADER = 5;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int DEFAULT_WINDOW = 65_535;

    private Frames() {}

    /** Everything up to the first message: the windows are opened so wide that they never need care. */
    static ByteBuf opening(String method) {
        ByteBuf out = Unpooled.buffer(256);
        ascii(out, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        header(out, 6, SETTINGS, 0, 0).writeShort(INITIAL_WINDOW_SIZE).writeInt(Integer.MAX_VALUE);
        header(out, 4, WINDOW_UPDATE, 0, 0).writeInt(Integer.MAX_VALUE - DEFAULT_WINDOW);
        ByteBuf fields = Unpooled.buffer(128);
        fields.writeByte(0x83); // :method POST
        fields.writeByte(0x86); // :scheme http
        text(fields.writeByte(0x04), method); // :path
        text(fields.writeByte(0x01), "ads"); // :authority
        text(fields.writeByte(0x0f).writeByte(31 - 15), "application/grpc"); // content-type
        text(text(fields.writeByte(0x00), "te"), "trailers");
        header(out, fields.readableBytes(), HEADERS, END_HEADERS, CALL).writeBytes(fields);
        return out;
    }

    /** The first request of a type; the very first one of a stream names the node. */
    static byte[] subscribe(String node, String group, String typeUrl, List<String> names) {
        DeltaDiscoveryRequest.Builder request =
                DeltaDiscoveryRequest.newBuilder().setTypeUrl(typeUrl).addAllResourceNamesSubscribe(names);
        if (!node.isEmpty()) {
            request.setNode(Node.newBuilder().setId(node).setCluster(group).setUserAgentName("envoy"));
        }
        return request.build().toByteArray();
    }

    /** A gRPC message as DATA frames of the sizes that HTTP/2 allows by default. */
    static void message(ByteBuf out, byte[] message) {
        ByteBuf whole = Unpooled.buffer(GRPC_HEADER + message.length);
        whole.writeByte(0).writeInt(message.length).writeBytes(message);
        while (whole.isReadable()) {
            int size = Math.min(whole.readableBytes(), LARGEST_FRAME);
            header(out, size, DATA, 0, CALL).writeBytes(whole, size);
        }
    }

    /** The ACK of a response: only the type and the nonce, both as the bytes in which they came. */
    static void ack(ByteBuf out, byte[] typeUrl, byte[] nonce) {
        int size = 1 + varintSize(typeUrl.length) + typeUrl.length + 1 + varintSize(nonce.length) + nonce.length;
        header(out, GRPC_HEADER + size, DATA, 0, CALL);
        out.writeByte(0).writeInt(size);
        varint(out.writeByte((DeltaDiscoveryRequest.TYPE_URL_FIELD_NUMBER << 3) | 2), typeUrl.length)
                .writeBytes(typeUrl);
        varint(out.writeByte((DeltaDiscoveryRequest.RESPONSE_NONCE_FIELD_NUMBER << 3) | 2), nonce.length)
                .writeBytes(nonce);
    }

    static ByteBuf header(ByteBuf out, int length, int type, int flags, int stream) {
        return out.writeMedium(length).writeByte(type).writeByte(flags).writeInt(stream);
    }

    private static ByteBuf text(ByteBuf out, String text) {
        return ascii(out.writeByte(text.length()), text);
    }

    private static ByteBuf ascii(ByteBuf out, String text) {
        return out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuf varint(ByteBuf out, int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.writeByte((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        return out.writeByte(rest);
    }

    private static int varintSize(int value) {
        return value < 0x80 ? 1 : value < 0x4000 ? 2 : 3;
    }
}
