package io.modeenvoy.testkit.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An upstream that speaks HTTP/1.1, reads strictly, and always answers with one status. */
final class Http1Upstream implements AutoCloseable {
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Recorder recorder;
    private final byte[] answer;

    private Http1Upstream(ServerSocket listening, int status, Recorder recorder) {
        this.listening = listening;
        this.recorder = recorder;
        String head = "HTTP/1.1 " + status + " Status\r\ncontent-type: application/json\r\n" + Replies.MARK
                + ": upstream\r\ncontent-length: " + Replies.JSON.length() + "\r\n\r\n";
        this.answer = (head + Replies.JSON).getBytes(StandardCharsets.US_ASCII);
    }

    static Http1Upstream start(int status, Recorder recorder) {
        try {
            ServerSocket socket = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
            Http1Upstream upstream = new Http1Upstream(socket, status, recorder);
            Thread.ofVirtual().start(upstream::accept);
            return upstream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            Bytes in = new Bytes(socket.getInputStream());
            for (List<String> head = in.head(); !head.isEmpty(); head = in.head()) {
                if (!head.getFirst().matches("[A-Z]+ /\\S* HTTP/1\\.1")) {
                    recorder.stray("bytes that are no request: " + head.getFirst());
                    return;
                }
                recorder.add(new Seen(String.join(",", Bytes.values(head, WireCall.ID)), head, in.body(head)));
                if (!answered(socket)) {
                    return;
                }
            }
        } catch (IOException | NumberFormatException e) {
            if (!listening.isClosed()) {
                recorder.stray("on a connection of HTTP/1.1: " + e.getMessage());
            }
        } finally {
            open.remove(socket);
        }
    }

    /** Nobody need wait for an answer: a gateway leaves that tries elsewhere. */
    private boolean answered(Socket socket) {
        try {
            socket.getOutputStream().write(answer);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
