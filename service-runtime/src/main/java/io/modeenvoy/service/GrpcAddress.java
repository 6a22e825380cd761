package io.modeenvoy.service;

import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a gRPC server listens: a Unix socket or a TCP port. */
public sealed interface GrpcAddress {
    /** A Unix domain socket, printed {@code unix:/path}. */
    record UnixSocket(Path path) implements GrpcAddress {
        /** Linux' limit for the path of a socket, less the zero byte and one byte of ours (see {@link SocketFile}). */
        private static final int MAX_PATH = 106;

        public UnixSocket {
            int length = path.toString().length();
            if (length == 0 || length > MAX_PATH) {
                throw new IllegalArgumentException(
                        "unix socket: " + path + " (expected: a path of 1 to " + MAX_PATH + " characters)");
            }
        }

        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /**
     * A TCP port, printed {@code host:port}.
     *
     * @param host name or address, without brackets
     * @param port 0 = any free one, for a server
     */
    record HostPort(String host, int port) implements GrpcAddress {
        public HostPort {
            if (host.isEmpty() || port < 0 || port > 65535) {
                throw new IllegalArgumentException("address: " + host + ":" + port + " (expected: HOST:0..65535)");
            }
        }

        /** Whether nobody but this machine can reach it. */
        boolean loopback() {
            String name = host.toLowerCase(Locale.ROOT);
            return name.equals("localhost") || name.equals("::1") || name.matches("127\\.\\d+\\.\\d+\\.\\d+");
        }

        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** Parses {@code unix:/path}, {@code unix:///path}, {@code host:port} or {@code [::1]:port}. */
    static GrpcAddress parse(String text) {
        if (text.startsWith("unix:")) {
            String path = text.substring("unix:".length());
            return new UnixSocket(Path.of(path.startsWith("///") ? path.substring(2) : path));
        }
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || !text.substring(colon + 1).matches("\\d{1,5}")) {
            throw new IllegalArgumentException("address: " + text + " (expected: unix:/path or host:port)");
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new HostPort(
                bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(text.substring(colon + 1)));
    }

    /** A client's channel to this address; connects when first used. Plain text, so TCP must be loopback. */
    default ManagedChannel channel() {
        return channel(PlainText.LOOPBACK_ONLY);
    }

    /** A client's channel to this address; connects when first used. */
    default ManagedChannel channel(PlainText plainText) {
        Transport.checkPlainText(this, plainText);
        return ClientChannels.open(this, null, null);
    }

    /**
     * A client's channel to this address with TLS; connects when first used. A Unix socket needs none.
     *
     * @param tls closed by the caller after the channel
     * @param serverName in the server's certificate; null = the host of this address
     */
    default ManagedChannel channel(Tls tls, @Nullable String serverName) {
        return ClientChannels.open(this, tls, serverName);
    }
}
