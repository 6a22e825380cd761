package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Requests are parsed, responses are chunks that need no encoding any more. */
final class Marshallers {
    private Marshallers() {}

    static <M extends Message> Marshaller<M> request(Parser<M> parser) {
        return new Marshaller<>() {
            @Override
            public InputStream stream(M message) {
                return message.toByteString().newInput();
            }

            @Override
            public M parse(InputStream stream) {
                try {
                    // From an array of the right size: from a stream it would take a buffer of its own, ten times as
                    // large as an ACK.
                    return parser.parseFrom(
                            stream.readNBytes(stream.available()), ExtensionRegistryLite.getEmptyRegistry());
                } catch (IOException e) {
                    throw Status.INVALID_ARGUMENT
                            .withDescription("request: not a discovery request")
                            .withCause(e)
                            .asRuntimeException();
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
