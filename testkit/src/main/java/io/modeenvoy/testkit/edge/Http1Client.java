package io.modeenvoy.testkit.edge;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** One connection of HTTP/1.1, written byte by byte as the framing says. Used by one thread. */
final class Http1Client implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 40_000;

    private final Socket socket = new Socket();
    private final Bytes in;

    Http1Client(int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        in = new Bytes(socket.getInputStream());
    }

    /** Makes the calls one after the other, or all at once where the first is pipelined; stops where the connection ends. */
    List<Outcome> call(WireCall first, Framing.Http1 framing, WireCall next, Framing.Http1 nextFraming) {
        List<Outcome> outcomes = new ArrayList<>();
        try {
            if (framing.pipelined()) {
                send(first, framing);
                send(next, nextFraming);
                outcomes.add(answer());
            } else {
                outcomes.add(one(first, framing));
                if (outcomes.getFirst().open()) {
                    send(next, nextFraming);
                }
            }
            if (outcomes.getFirst().open()) {
                outcomes.add(answer());
            }
        } catch (SocketTimeoutException e) {
            outcomes.add(Outcome.hung("nothing came for " + PATIENCE_MILLIS + " ms"));
        } catch (IOException e) {
            outcomes.add(Outcome.broken(String.valueOf(e.getMessage())));
        }
        return outcomes;
    }

    private Outcome one(WireCall call, Framing.Http1 framing) throws IOException {
        if (framing.cutAt() >= 0) {
            write(head(call, framing), framing.write());
            write(framed(call.body(), framing).substring(0, framing.cutAt()), framing.write());
            socket.setSoLinger(true, 0);
            return Outcome.broken("the client left");
        }
        if (!framing.expectsContinue() || call.reframes()) {
            send(call, framing);
            return answer();
        }
        write(head(call, framing), framing.write());
        List<String> head = in.head();
        if (head.isEmpty() || !head.getFirst().startsWith("HTTP/1.1 100")) {
            return answer(head).closed();
        }
        write(framed(call.body(), framing), framing.write());
        return answer();
    }

    private void send(WireCall call, Framing.Http1 framing) throws IOException {
        write(head(call, framing).concat(framed(call.body(), framing)), framing.write());
    }

    private void write(ByteString bytes, int size) throws IOException {
        for (int at = 0; at < bytes.size(); at += size) {
            bytes.substring(at, Math.min(bytes.size(), at + size)).writeTo(socket.getOutputStream());
        }
    }

    private static ByteString head(WireCall call, Framing.Http1 framing) {
        StringBuilder head = new StringBuilder("POST " + call.path() + " HTTP/1.1\r\nhost: edge.example\r\n");
        head.append(WireCall.ID).append(": ").append(call.id()).append("\r\n");
        call.fields()
                .forEach(field -> head.append(field.name())
                        .append(": ")
                        .append(field.value())
                        .append("\r\n"));
        head.append(
                framing.chunked()
                        ? "transfer-encoding: chunked\r\n"
                        : "content-length: " + call.body().size() + "\r\n");
        head.append(framing.expectsContinue() ? "expect: 100-continue\r\n\r\n" : "\r\n");
        return ByteString.copyFrom(Bytes.latin(head.toString()));
    }

    /** The body as the coding puts it. */
    static ByteString framed(ByteString body, Framing.Http1 framing) {
        if (!framing.chunked()) {
            return body;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Iterator<Integer> sizes = new Cycle(framing.chunks());
        for (int at = 0; at < body.size(); ) {
            int to = Math.min(body.size(), at + sizes.next());
            out.writeBytes(Bytes.latin(Integer.toHexString(to - at) + "\r\n"));
            out.writeBytes(body.substring(at, to).toByteArray());
            out.writeBytes(Bytes.latin("\r\n"));
            at = to;
        }
        out.writeBytes(Bytes.latin(framing.trailers() ? "0\r\nx-checksum: 1\r\n\r\n" : "0\r\n\r\n"));
        return ByteString.copyFrom(out.toByteArray());
    }

    private Outcome answer() throws IOException {
        List<String> head = in.head();
        while (!head.isEmpty() && head.getFirst().startsWith("HTTP/1.1 100")) {
            head = in.head();
        }
        return answer(head);
    }

    private Outcome answer(List<String> head) throws IOException {
        if (head.isEmpty()) {
            return Outcome.broken("the gateway closed the connection");
        }
        int status = Integer.parseInt(head.getFirst().split(" ", 3)[1]);
        String body = in.body(head).toStringUtf8();
        boolean open = Bytes.values(head, "connection").stream().noneMatch("close"::equalsIgnoreCase);
        return new Outcome(status, !Bytes.values(head, Replies.MARK).isEmpty(), open, body);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
