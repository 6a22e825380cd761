package io.modeenvoy.webhook;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the API server asks: {@code POST /inject} over HTTPS. It keeps nothing and changes nothing, so that dry runs are answered like all others. */
public final class AdmissionServer implements AutoCloseable {
    /** The path in clientConfig. */
    public static final String PATH = "/inject";

    /** The API server takes objects up to 3 MiB, and sends them once or twice. */
    static final int LARGEST_BODY = 7 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(AdmissionServer.class);
    /** How many are decided at once; further ones wait their turn. */
    private static final int AT_ONCE = 32;
    /** The API server itself waits no longer than 10 s, and sends at once what it has. */
    private static final Duration BODY_LIMIT = Duration.ofSeconds(5);

    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpsServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final BodyReading bodies = new BodyReading(LARGEST_BODY, BODY_LIMIT);
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Injection injection;
    private final Supplier<@Nullable Gateways> gateways;
    private final AdmissionCounts counts = new AdmissionCounts();

    private AdmissionServer(HttpsServer server, Injection injection, Supplier<@Nullable Gateways> gateways) {
        this.server = server;
        this.injection = injection;
        this.gateways = gateways;
    }

    /**
     * Listens.
     *
     * @param address port 0 = any free one
     * @param guard stands before everything
     * @param gateways null as long as they are not known: the API server is then told so, and goes by its failurePolicy
     */
    public static AdmissionServer start(
            InetSocketAddress address,
            SSLContext certificates,
            Filter guard,
            Injection injection,
            Supplier<@Nullable Gateways> gateways)
            throws IOException {
        HttpsServer https = HttpsServer.create(address, 0);
        https.setHttpsConfigurator(new HttpsConfigurator(certificates) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
                ssl.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
                parameters.setSSLParameters(ssl);
            }
        });
        AdmissionServer admission = new AdmissionServer(https, injection, gateways);
        https.setExecutor(admission.executor);
        https.createContext("/", admission::answer).getFilters().add(guard);
        https.start();
        LOG.info("webhook.listening address={} port={}", address.getHostString(), admission.port());
        return admission;
    }

    /** The port in use. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** How often it answered what. */
    public AdmissionCounts counts() {
        return counts;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            respond(exchange);
        } catch (RuntimeException e) {
            LOG.error("webhook.crashed", e);
            refuse(exchange, 500, "a mistake of ours; our log says more");
        }
    }

    private void respond(HttpExchange exchange) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("content-type");
        Gateways known = gateways.get();
        if (!exchange.getRequestURI().getPath().equals(PATH)) {
            refuse(exchange, 404, "not found (expected: " + PATH + ")");
        } else if (!exchange.getRequestMethod().equals("POST")) {
            refuse(exchange, 405, "method: " + exchange.getRequestMethod() + " (expected: POST)");
        } else if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(JSON)) {
            refuse(exchange, 415, "content-type: " + (type == null ? "absent" : type) + " (expected: " + JSON + ")");
        } else if (known == null) {
            refuse(exchange, 503, "not ready: the Gateways are not known yet");
        } else {
            read(exchange, known);
        }
    }

    /** Before a place among those that are decided is taken: a slow client must not keep it. */
    private void read(HttpExchange exchange, Gateways known) throws IOException {
        Optional<BodyReading.Body> read = bodies.read(exchange);
        if (read.isEmpty()) {
            refuse(exchange, 503, "too many requests at once");
            return;
        }
        try (BodyReading.Body body = read.get()) {
            if (body.isTooLarge()) {
                refuse(exchange, 413, "body: too large (expected: at most " + LARGEST_BODY + " bytes)");
            } else {
                inTurn(exchange, body.bytes(), known);
            }
        }
    }

    private void inTurn(HttpExchange exchange, byte[] body, Gateways known) throws IOException {
        room.acquireUninterruptibly();
        try {
            decide(exchange, body, known);
        } finally {
            room.release();
        }
    }

    private void decide(HttpExchange exchange, byte[] body, Gateways known) throws IOException {
        Review review;
        try {
            review = Review.parse(body);
        } catch (UnreadableReviewException e) {
            refuse(exchange, 400, String.valueOf(e.getMessage()));
            return;
        }
        PodCreation pod = review.pod();
        Verdict verdict = pod == null ? new Verdict.Unchanged() : injection.decide(pod, known);
        counts.count(verdict);
        log(pod, verdict);
        send(exchange, 200, JSON, review.answer(verdict));
    }

    private static void log(@Nullable PodCreation pod, Verdict verdict) {
        switch (verdict) {
            case Verdict.Unchanged() -> LOG.debug("webhook.unchanged object=\"{}\"", pod);
            case Verdict.Injected injected ->
                LOG.info(
                        "webhook.injected object=\"{}\" warnings={}",
                        pod,
                        injected.warnings().size());
            case Verdict.Denied(String message) -> LOG.info("webhook.denied object=\"{}\" reason=\"{}\"", pod, message);
        }
    }

    private void refuse(HttpExchange exchange, int status, String message) throws IOException {
        counts.countRefused();
        send(exchange, status, TEXT, (message + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("content-type", type);
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** What is being answered is answered, if it does not take long. */
    @Override
    public void close() {
        try {
            var _ = room.tryAcquire(AT_ONCE, 1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(0);
        executor.shutdownNow();
    }
}
