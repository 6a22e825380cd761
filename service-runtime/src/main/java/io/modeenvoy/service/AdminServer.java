package io.modeenvoy.service;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** HTTP for operators: {@code /metrics}, {@code /healthz} (alive), {@code /readyz} (may get traffic), and what the app adds. */
public final class AdminServer implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Filter> open;
    private final List<Filter> closed;

    private AdminServer(HttpServer server, HttpGuard guard, @Nullable BearerToken token) {
        this.server = server;
        this.open = List.of(guard);
        this.closed = token == null ? open : List.of(guard, token);
        server.setExecutor(executor);
    }

    /**
     * Listens.
     *
     * @param address port 0 = any free one
     * @param token asked for on every page but {@code /healthz} and {@code /readyz}; null = by none
     * @param health asked on each {@code /readyz}
     */
    public static AdminServer start(
            InetSocketAddress address, HttpGuard guard, @Nullable BearerToken token, Metrics metrics, Health health)
            throws IOException {
        AdminServer admin = new AdminServer(HttpServer.create(address, 0), guard, token);
        admin.probes(health);
        admin.metrics(metrics, admin.closed);
        admin.server.start();
        return admin;
    }

    /** Listens for those who may know no more than whether this process is well, and perhaps its metrics: null = not those. */
    public static AdminServer startProbes(
            InetSocketAddress address, HttpGuard guard, @Nullable Metrics metrics, Health health) throws IOException {
        AdminServer admin = new AdminServer(HttpServer.create(address, 0), guard, null);
        admin.probes(health);
        if (metrics != null) {
            admin.metrics(metrics, admin.open);
        }
        admin.server.start();
        return admin;
    }

    private void probes(Health health) {
        page("/", exchange -> send(exchange, 404, TEXT, "not found\n"), open);
        page("/healthz", exchange -> send(exchange, 200, TEXT, "ok\n"), open);
        page("/readyz", exchange -> ready(exchange, health), open);
    }

    private void metrics(Metrics metrics, List<Filter> filters) {
        page(
                "/metrics",
                exchange -> send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape()),
                filters);
    }

    /** Adds a page at exactly this path. */
    public AdminServer route(String path, HttpHandler page) {
        page(path, page, closed);
        return this;
    }

    /** A context takes all that begins with its path, in whatever form it is written: only the path itself is the page. */
    private void page(String path, HttpHandler page, List<Filter> filters) {
        HttpContext context = server.createContext(path, exchange -> {
            if (path.equals(exchange.getRequestURI().getRawPath()) || path.equals("/")) {
                page.handle(exchange);
            } else {
                send(exchange, 404, TEXT, "not found\n");
            }
        });
        context.getFilters().addAll(filters);
    }

    /** Answers {@code exchange} as a whole. */
    public static void send(HttpExchange exchange, int status, String contentType, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean none = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("content-type", contentType);
        try (exchange) {
            exchange.sendResponseHeaders(status, none ? -1 : bytes.length);
            if (!none) {
                exchange.getResponseBody().write(bytes);
            }
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

    private static void ready(HttpExchange exchange, Health health) throws IOException {
        boolean ready = health.ready();
        StringBuilder body = new StringBuilder(ready ? "ready\n" : "not ready\n");
        health.warnings()
                .forEach(warning -> body.append("warning: ").append(warning).append('\n'));
        send(exchange, ready ? 200 : 503, TEXT, body.toString());
    }
}
