package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * The few protobuf fields that responses are put together from by hand, so that a resource's bytes are shared by all streams.
 * Field numbers are those of envoy.service.discovery.v3; the body always comes last in its message, so that it needs no copy.
 */
final class Wire {
    private static final int ANY_TYPE_URL = 1;
    private static final int ANY_VALUE = 2;
    private static final int RESOURCE_VERSION = 1;
    private static final int RESOURCE_ANY = 2;
    private static final int RESOURCE_NAME = 3;
    private static final int RESOURCE_TTL = 6;
    private static final int RESPONSE_RESOURCES = 2;
    private static final int RESPONSE_TYPE_URL = 4;
    private static final int SOTW_VERSION = 1;
    private static final int RESPONSE_NONCE = 5;
    private static final int DELTA_REMOVED = 6;
    private static final String RESOURCE_TYPE = "type.googleapis.com/envoy.service.discovery.v3.Resource";
    private static final int LENGTH_DELIMITED = 2;

    private Wire() {}

    /** What precedes the body of a resource in a DeltaDiscoveryResponse. */
    static ByteString deltaPrefix(String typeUrl, XdsResource resource) {
        return write(out -> {
            writeLength(out, RESPONSE_RESOURCES, resourceSize(typeUrl, resource));
            writeResourcePrefix(out, typeUrl, resource);
        });
    }

    /** What precedes the body of a resource in a DiscoveryResponse, where only a wrapper has room for a TTL. */
    static ByteString sotwPrefix(String typeUrl, XdsResource resource) {
        int size = resource.body().size();
        if (resource.ttl() == null) {
            return write(out -> {
                writeLength(out, RESPONSE_RESOURCES, anySize(typeUrl, size));
                writeAnyPrefix(out, typeUrl, size);
            });
        }
        int wrapped = resourceSize(typeUrl, resource);
        return write(out -> {
            writeLength(out, RESPONSE_RESOURCES, anySize(RESOURCE_TYPE, wrapped));
            writeAnyPrefix(out, RESOURCE_TYPE, wrapped);
            writeResourcePrefix(out, typeUrl, resource);
        });
    }

    /** A resource of a DeltaDiscoveryResponse without its body: it only keeps alive what the client has. */
    static ByteString heartbeat(XdsResource resource) {
        return write(out -> {
            writeLength(out, RESPONSE_RESOURCES, headSize(resource));
            writeHead(out, resource);
        });
    }

    /** A TTL as a field of a resource. */
    static ByteString ttl(Duration ttl) {
        return write(out -> out.writeMessage(RESOURCE_TTL, duration(ttl)));
    }

    /** Names that a DeltaDiscoveryResponse removes. */
    static ByteString deltaRemoved(Iterable<String> removed) {
        return write(out -> {
            for (String name : removed) {
                out.writeString(DELTA_REMOVED, name);
            }
        });
    }

    /** Of which type a response is. */
    static ByteString type(String typeUrl) {
        return write(out -> out.writeString(RESPONSE_TYPE_URL, typeUrl));
    }

    /** All that two streams never have in common: the nonce, short and of ASCII. */
    static ByteString nonce(String nonce) {
        byte[] field = new byte[2 + nonce.length()];
        field[0] = (RESPONSE_NONCE << 3) | LENGTH_DELIMITED;
        field[1] = (byte) nonce.length();
        for (int i = 0; i < nonce.length(); i++) {
            field[2 + i] = (byte) nonce.charAt(i);
        }
        return UnsafeByteOperations.unsafeWrap(field);
    }

    /** The rest of a DiscoveryResponse. */
    static ByteString sotwTail(String typeUrl, String version, String nonce) {
        return write(out -> {
            out.writeString(SOTW_VERSION, version);
            out.writeString(RESPONSE_TYPE_URL, typeUrl);
            out.writeString(RESPONSE_NONCE, nonce);
        });
    }

    private static int resourceSize(String typeUrl, XdsResource resource) {
        int anySize = anySize(typeUrl, resource.body().size());
        return headSize(resource)
                + CodedOutputStream.computeTagSize(RESOURCE_ANY)
                + CodedOutputStream.computeUInt32SizeNoTag(anySize)
                + anySize;
    }

    private static void writeResourcePrefix(CodedOutputStream out, String typeUrl, XdsResource resource)
            throws IOException {
        writeHead(out, resource);
        writeLength(out, RESOURCE_ANY, anySize(typeUrl, resource.body().size()));
        writeAnyPrefix(out, typeUrl, resource.body().size());
    }

    private static int headSize(XdsResource resource) {
        Duration ttl = resource.ttl();
        return CodedOutputStream.computeStringSize(RESOURCE_VERSION, resource.version())
                + CodedOutputStream.computeStringSize(RESOURCE_NAME, resource.name())
                + (ttl == null ? 0 : CodedOutputStream.computeMessageSize(RESOURCE_TTL, duration(ttl)));
    }

    private static void writeHead(CodedOutputStream out, XdsResource resource) throws IOException {
        Duration ttl = resource.ttl();
        out.writeString(RESOURCE_VERSION, resource.version());
        out.writeString(RESOURCE_NAME, resource.name());
        if (ttl != null) {
            out.writeMessage(RESOURCE_TTL, duration(ttl));
        }
    }

    private static com.google.protobuf.Duration duration(Duration ttl) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(ttl.getSeconds())
                .setNanos(ttl.getNano())
                .build();
    }

    private static int anySize(String typeUrl, int bodySize) {
        return CodedOutputStream.computeStringSize(ANY_TYPE_URL, typeUrl)
                + CodedOutputStream.computeTagSize(ANY_VALUE)
                + CodedOutputStream.computeUInt32SizeNoTag(bodySize)
                + bodySize;
    }

    private static void writeAnyPrefix(CodedOutputStream out, String typeUrl, int bodySize) throws IOException {
        out.writeString(ANY_TYPE_URL, typeUrl);
        writeLength(out, ANY_VALUE, bodySize);
    }

    private static void writeLength(CodedOutputStream out, int field, int size) throws IOException {
        out.writeTag(field, LENGTH_DELIMITED);
        out.writeUInt32NoTag(size);
    }

    private static ByteString write(Fields fields) {
        ByteString.Output bytes = ByteString.newOutput(192);
        CodedOutputStream out = CodedOutputStream.newInstance(bytes, 192);
        try {
            fields.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteString();
    }

    /** Writes some fields. */
    @FunctionalInterface
    private interface Fields {
        void writeTo(CodedOutputStream out) throws IOException;
    }
}
