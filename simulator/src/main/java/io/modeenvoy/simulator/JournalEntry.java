package io.modeenvoy.simulator;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** A request under way: the thread that answers it writes the volatile fields, any thread reads them. */
final class JournalEntry {
    private static final int KEPT_BODY_BYTES = 16_384;

    private final long number;
    private final String method;
    private final String path;
    private final String query;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final int bodyBytes;
    private volatile int status;
    private volatile int tokensSent;
    private volatile String outcome = "open";

    JournalEntry(long number, HttpExchange exchange, byte[] body) {
        this.number = number;
        this.method = exchange.getRequestMethod();
        this.path = exchange.getRequestURI().getRawPath();
        this.query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
        this.headers = Map.copyOf(exchange.getRequestHeaders());
        this.body = body.length > KEPT_BODY_BYTES ? Arrays.copyOf(body, KEPT_BODY_BYTES) : body;
        this.bodyBytes = body.length;
    }

    long number() {
        return number;
    }

    void answered(int newStatus) {
        status = newStatus;
    }

    void sent(int tokens) {
        tokensSent = tokens;
    }

    void ended(String newOutcome) {
        outcome = newOutcome;
    }

    SeenRequest seen() {
        String text = new String(body, StandardCharsets.UTF_8);
        return new SeenRequest(
                number, method, path, query, lowerCase(headers), text, bodyBytes, status, tokensSent, outcome);
    }

    static SortedMap<String, List<String>> lowerCase(Map<String, List<String>> headers) {
        SortedMap<String, List<String>> sorted = new TreeMap<>();
        headers.forEach((name, values) -> sorted.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return sorted;
    }
}
