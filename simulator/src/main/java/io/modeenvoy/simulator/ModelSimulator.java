package io.modeenvoy.simulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A running model server. */
public final class ModelSimulator implements AutoCloseable {
    private static final int BACKLOG = 4096;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Journal journal;
    private final String host;

    private ModelSimulator(HttpServer server, ExecutorService threads, Journal journal, String host) {
        this.server = server;
        this.threads = threads;
        this.journal = journal;
        this.host = host;
    }

    /** Starts on the loopback address; port 0 takes a free one. */
    public static ModelSimulator start(int port) {
        return start(SimulatorOptions.DEFAULT.withPort(port));
    }

    /** Starts and answers at once; an address that cannot be had is an {@link UncheckedIOException} that names it. */
    public static ModelSimulator start(SimulatorOptions options) {
        ServerSettings.apply();
        HttpServer server = bind(options);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Journal journal = new Journal(options.journalSize());
        server.setExecutor(threads);
        server.createContext("/", new Front(options, journal, InstantSource.system()));
        server.start();
        return new ModelSimulator(server, threads, journal, options.host());
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** {@code http://host:port}, without a path. */
    public URI uri() {
        return URI.create("http://" + host + ":" + port());
    }

    /** The last requests, oldest first, without the simulator's own control calls. */
    public List<SeenRequest> journal() {
        return journal.seen();
    }

    public void clearJournal() {
        journal.clear();
    }

    /** Stops at once; answers under way are cut. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static HttpServer bind(SimulatorOptions options) {
        try {
            return HttpServer.create(new InetSocketAddress(options.host(), options.port()), BACKLOG);
        } catch (IOException e) {
            String address = options.host() + ":" + options.port();
            throw new UncheckedIOException("simulator: cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }
}
