package io.modeenvoy.benchmarks.xds;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;

/** What a client needs of a DeltaDiscoveryResponse to acknowledge it: found by skipping all else. */
final class Answer {
    private static final int VARINT = 0;
    private static final int BYTES = 2;

    private final byte[] typeUrl;
    private final byte[] nonce;

    private Answer(byte[] typeUrl, byte[] nonce) {
        this.typeUrl = typeUrl;
        this.nonce = nonce;
    }

    byte[] typeUrl() {
        return typeUrl;
    }

    byte[] nonce() {
        return nonce;
    }

    /** Reads the whole buffer. */
    static Answer in(ByteBuf message) {
        byte[] typeUrl = {};
        byte[] nonce = {};
        while (message.isReadable()) {
            int tag = varint(message);
            int field = tag >>> 3;
            switch (tag & 7) {
                case VARINT -> varint(message);
                case BYTES -> {
                    int length = varint(message);
                    if (field == DeltaDiscoveryResponse.TYPE_URL_FIELD_NUMBER) {
                        typeUrl = bytes(message, length);
                    } else if (field == DeltaDiscoveryResponse.NONCE_FIELD_NUMBER) {
                        nonce = bytes(message, length);
                    } else {
                        message.skipBytes(length);
                    }
                }
                default -> throw new IllegalStateException("field " + field + ": wire type " + (tag & 7));
            }
        }
        return new Answer(typeUrl, nonce);
    }

    private static byte[] bytes(ByteBuf message, int length) {
        byte[] bytes = new byte[length];
        message.readBytes(bytes);
        return bytes;
    }

    private static int varint(ByteBuf message) {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = message.readByte();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
