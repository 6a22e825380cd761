package io.modeenvoy.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** HTTP for operators: {@code /metrics}, {@code /healthz} (alive), {@code /readyz} (may get traffic), and what the app adds. */
public final class AdminServer implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService executor;

    private AdminServer(HttpServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /**
     * Listens.
     *
     * @param port 0 = any free one
     * @param ready asked on each {@code /readyz}
     */
    public static AdminServer start(String host, int port, Metrics metrics, BooleanSupplier ready) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(executor);
        AdminServer admin = new AdminServer(server, executor)
                .route("/", exchange -> send(exchange, 404, TEXT, "not found\n"))
                .route("/healthz", exchange -> send(exchange, 200, TEXT, "ok\n"))
                .route("/readyz", exchange -> ready(exchange, ready.getAsBoolean()))
                .route(
                        "/metrics",
                        exchange -> send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape()));
        server.start();
        return admin;
    }

    /** Adds a page; {@code path} is a prefix, the longest one wins. */
    public AdminServer route(String path, HttpHandler page) {
        server.createContext(path, page);
        return this;
    }

    /** Answers {@code exchange} as a whole. */
    public static void send(HttpExchange exchange, int status, String contentType, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", contentType);
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** The port in use. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private static void ready(HttpExchange exchange, boolean ready) throws IOException {
        send(exchange, ready ? 200 : 503, TEXT, ready ? "ready\n" : "not ready\n");
    }
}
