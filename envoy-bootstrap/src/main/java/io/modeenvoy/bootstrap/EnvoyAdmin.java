package io.modeenvoy.bootstrap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Envoy's admin interface. The JDK's HTTP client knows no Unix sockets: this speaks as much HTTP as Envoy's short answers need. */
public record EnvoyAdmin(Address address) {
    private static final int BUFFER = 64 << 10;

    /** What it says. */
    public record Answer(int status, String contentType, String body) {}

    /**
     * Asks, and waits for the whole answer.
     *
     * @param target path and query, encoded
     */
    public Answer send(String method, String target, Duration limit) throws IOException {
        try (SocketChannel channel = channel()) {
            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> close(channel), after(limit));
            try {
                channel.connect(socketAddress());
                String request = method + " " + target
                        + " HTTP/1.1\r\nhost: modeenvoy\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
                ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                return parse(readAll(channel));
            } finally {
                end.cancel(false);
            }
        }
    }

    private static Executor after(Duration limit) {
        return CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whoever waits for it hears that it is closed. */
    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SocketChannel channel() throws IOException {
        return switch (address) {
            case Address.Unix _ -> SocketChannel.open(java.net.StandardProtocolFamily.UNIX);
            case Address.Tcp _ -> SocketChannel.open();
        };
    }

    private SocketAddress socketAddress() {
        return switch (address) {
            case Address.Unix(String path) -> UnixDomainSocketAddress.of(path);
            case Address.Tcp(String host, int port) -> new InetSocketAddress(host, port);
        };
    }

    private static byte[] readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (channel.read(buffer) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
        return all.toByteArray();
    }

    static Answer parse(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.matches("(?s)HTTP/1\\.1 [1-5][0-9]{2}[ \r].*")) {
            throw new IOException("no answer in HTTP");
        }
        String contentType = "text/plain";
        boolean chunked = false;
        for (String line : text.substring(0, end).lines().toList()) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-type:")) {
                contentType = line.substring("content-type:".length()).strip();
            }
            chunked = chunked || lower.equals("transfer-encoding: chunked");
        }
        String body = text.substring(end + 4);
        byte[] whole = (chunked ? joined(body) : body).getBytes(StandardCharsets.ISO_8859_1);
        return new Answer(
                Integer.parseInt(text.substring(9, 12)), contentType, new String(whole, StandardCharsets.UTF_8));
    }

    /** Sizes in hexadecimal, each before its chunk; the last is 0. An answer that was cut off has none. */
    private static String joined(String chunks) throws IOException {
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (true) {
            int line = chunks.indexOf("\r\n", at);
            if (line < 0) {
                throw new IOException("cut off");
            }
            int size = Integer.parseInt(chunks.substring(at, line), 16);
            if (size == 0) {
                return body.toString();
            } else if (size > chunks.length() - line - 2) {
                throw new IOException("cut off");
            }
            body.append(chunks, line + 2, line + 2 + size);
            at = line + 2 + size + 2;
        }
    }
}
