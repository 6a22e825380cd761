package io.modeenvoy.xds.translator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An upstream that answers with one status and remembers what it got. */
final class Upstream implements AutoCloseable {
    static final int SILENCE = 0;

    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final int status;
    private final CountDownLatch closed = new CountDownLatch(1);
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> headers = new CopyOnWriteArrayList<>();

    /** With {@link #SILENCE} it reads requests and never answers. */
    Upstream(int status) {
        this(status, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** At an address of its own. */
    Upstream(int status, InetSocketAddress at) {
        this.status = status;
        try {
            server = HttpServer.create(at, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.getRequestHeaders().forEach((name, values) -> headers.add(name + "=" + String.join(",", values)));
            requests.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Host") + " " + exchange.getRequestURI() + " " + body);
            if (status == SILENCE) {
                closed.await();
            }
            exchange.getResponseHeaders().set("x-modeenvoy-details", "no_healthy_upstream"); // would make the call free
            byte[] answer = "upstream".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        executor.close();
    }
}
