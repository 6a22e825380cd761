package io.modeenvoy.e2e;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A gRPC server with the methods {@code Add} and {@code Remove} of the service {@code shop.Cart}; each answers with its name and what it was sent. */
final class GrpcBackend implements AutoCloseable {
    private final Server server;

    GrpcBackend() {
        BindableService cart = () -> ServerServiceDefinition.builder("shop.Cart")
                .addMethod(method("Add"), ServerCalls.<String, String>asyncUnaryCall((sent, answer) -> {
                    answer.onNext("Add " + sent);
                    answer.onCompleted();
                }))
                .addMethod(method("Remove"), ServerCalls.<String, String>asyncUnaryCall((sent, answer) -> {
                    answer.onNext("Remove " + sent);
                    answer.onCompleted();
                }))
                .build();
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(cart)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A method of the service, whose messages are text. */
    static MethodDescriptor<String, String> method(String name) {
        return MethodDescriptor.<String, String>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("shop.Cart/" + name)
                .setRequestMarshaller(new Text())
                .setResponseMarshaller(new Text())
                .build();
    }

    /** Text as the bytes of a message. */
    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String text) {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
