package io.modeenvoy.testkit.live;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Keeps its connection as long as the server does: it opens a new one after {@code connection: close} and after so many calls. It never tries a call
 * again, not even when the server closes a connection at the very moment it is used.
 */
public final class Http1Caller implements Caller {
    private static final int PATIENCE_MILLIS = 20_000;

    private final int port;
    private final @Nullable SSLContext tls;
    private final String host;
    private final int callsPerConnection;
    private final String headers;
    private @Nullable Socket socket;
    private @Nullable InputStream in;
    private int calls;

    private Http1Caller(int port, @Nullable SSLContext tls, String host, int callsPerConnection, String headers) {
        this.port = port;
        this.tls = tls;
        this.host = host;
        this.callsPerConnection = callsPerConnection;
        this.headers = headers;
    }

    /** Calls without TLS. */
    public static Http1Caller plain(int port, int callsPerConnection) {
        return new Http1Caller(port, null, "localhost", callsPerConnection, "");
    }

    /** Calls without TLS that the upstream takes so long to answer. */
    public static Http1Caller slow(int port, int callsPerConnection, int millis) {
        String header = "x-envoy-fault-delay-request: " + millis + "\r\n";
        return new Http1Caller(port, null, "localhost", callsPerConnection, header);
    }

    /** Calls with TLS and that server name. */
    public static Http1Caller secure(int port, SSLContext tls, String serverName, int callsPerConnection) {
        return new Http1Caller(port, tls, serverName, callsPerConnection, "");
    }

    @Override
    public int call(String path) throws IOException {
        try {
            Socket open = socket == null ? connect() : socket;
            String request = "GET " + path + " HTTP/1.1\r\nhost: " + host + "\r\n" + headers + "\r\n";
            open.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return answer();
        } catch (IOException e) {
            String when = calls == 0 ? "on a new connection" : "after " + calls + " calls on the connection";
            close();
            throw new IOException(when + ": " + e, e);
        }
    }

    private int answer() throws IOException {
        List<String> head = head();
        int length = 0;
        boolean last = false;
        for (String line : head) {
            String lower = line.toLowerCase(Locale.ROOT);
            length = lower.startsWith("content-length:")
                    ? Integer.parseInt(line.substring(15).strip())
                    : length;
            last |= lower.startsWith("connection:") && lower.contains("close");
        }
        if (input().readNBytes(length).length < length) {
            throw new EOFException("end within an answer");
        }
        calls++;
        if (last || calls >= callsPerConnection) {
            close();
        }
        return Integer.parseInt(head.getFirst().split(" ", 3)[1]);
    }

    private List<String> head() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        InputStream source = input();
        for (int matched = 0; matched < 4; ) {
            int next = source.read();
            if (next < 0) {
                throw new EOFException(bytes.size() == 0 ? "end before the answer" : "end within a head");
            }
            bytes.write(next);
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return bytes.toString(StandardCharsets.US_ASCII).lines().toList();
    }

    private InputStream input() throws IOException {
        InputStream open = in;
        if (open == null) {
            throw new EOFException("no connection");
        }
        return open;
    }

    private Socket connect() throws IOException {
        calls = 0;
        Socket plain = new Socket();
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(PATIENCE_MILLIS);
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        Socket open = tls == null ? plain : secured(tls, plain);
        socket = open;
        in = new BufferedInputStream(open.getInputStream());
        return open;
    }

    private Socket secured(SSLContext context, Socket plain) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    @Override
    public void close() {
        Socket open = socket;
        socket = null;
        in = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException _) {
                // Nobody waits for it.
            }
        }
    }
}
