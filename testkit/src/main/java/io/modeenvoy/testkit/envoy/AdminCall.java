package io.modeenvoy.testkit.envoy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One HTTP/1.0 call over TCP or a Unix socket, which the JDK's HTTP client cannot do. */
final class AdminCall {
    private AdminCall() {}

    static String send(String address, String method, String path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(parse(address))) {
            String request =
                    method + " " + path + " HTTP/1.1\r\nhost: admin\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            String response = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            int end = response.indexOf("\r\n\r\n");
            String head = end < 0 ? response : response.substring(0, end);
            String body = end < 0 ? "" : response.substring(end + 4);
            return head.toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding: chunked")
                    ? dechunk(body)
                    : body;
        }
    }

    private static SocketAddress parse(String address) {
        int colon = address.lastIndexOf(':');
        if (address.startsWith("/") || colon < 0) {
            return UnixDomainSocketAddress.of(address);
        }
        return new InetSocketAddress(
                InetAddress.ofLiteral(address.substring(0, colon)), Integer.parseInt(address.substring(colon + 1)));
    }

    private static String dechunk(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (at < bytes.length) {
            int eol = at;
            while (bytes[eol] != '\r') {
                eol++;
            }
            int size = Integer.parseInt(new String(bytes, at, eol - at, StandardCharsets.US_ASCII), 16);
            out.write(bytes, eol + 2, size);
            at = eol + 2 + size + 2;
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
