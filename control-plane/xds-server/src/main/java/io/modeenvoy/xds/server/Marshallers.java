package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Requests are parsed, responses are chunks that need no encoding any more. */
final class Marshallers {
    private Marshallers() {}

    /** Makes a request of a message's bytes. */
    @FunctionalInterface
    interface Reader {
        Requests.Received read(byte[] bytes) throws InvalidProtocolBufferException;
    }

    /** What is too large or is no request becomes a refusal: an exception would reach the client as an unknown error. */
    static Marshaller<Inbound> request(Reader reader, int maxBytes) {
        return new Marshaller<>() {
            @Override
            public InputStream stream(Inbound message) {
                throw new UnsupportedOperationException("a server reads requests and writes none");
            }

            @Override
            public Inbound parse(InputStream stream) {
                try {
                    int bytes = stream.available();
                    if (bytes > maxBytes) {
                        return Refusal.limit(
                                "message_size", "request: " + bytes + " bytes (expected: at most " + maxBytes + ")");
                    }
                    // From an array of the right size: from a stream it would take a buffer of its own, ten times as
                    // large as an ACK.
                    return reader.read(stream.readNBytes(bytes));
                } catch (InvalidProtocolBufferException e) {
                    return new Refusal(
                            "malformed",
                            Status.INVALID_ARGUMENT.withDescription(
                                    "request: " + e.getMessage() + " (expected: a discovery request)"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e); // the bytes are in memory
                }
            }
        };
    }

    static Marshaller<List<ByteString>> response() {
        return new Marshaller<>() {
            @Override
            public InputStream stream(List<ByteString> chunks) {
                return new ChunkStream(chunks);
            }

            @Override
            public List<ByteString> parse(InputStream stream) {
                throw new UnsupportedOperationException("a server writes responses and reads none");
            }
        };
    }
}
