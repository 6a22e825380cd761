package io.modeenvoy.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;

/** Writes one answer. */
record Reply(HttpExchange exchange, JournalEntry seen, Behaviour behaviour) {
    private static final int NO_BODY = -1;
    private static final int CHUNKED = 0;

    void json(int status, ObjectNode node) throws IOException {
        byte[] body = Json.bytes(node);
        start(status, "application/json", exchange.getRequestMethod().equals("HEAD") ? NO_BODY : body.length);
        OutputStream out = exchange.getResponseBody();
        if (behaviour.abortAfter() != null) {
            out.write(body, 0, body.length / 2);
            out.flush();
            throw new AbortOnRequest();
        }
        out.write(body);
        out.close();
    }

    void error(ErrorShape shape, BadRequest mistake) throws IOException {
        Integer retryAfter = behaviour.retryAfter();
        if (retryAfter != null) {
            exchange.getResponseHeaders().set("retry-after", retryAfter.toString());
        }
        json(mistake.status, shape.error(mistake.status, mistake.param, mistake.text()));
    }

    /** A streamed answer; only a complete one ends the chunked body properly. */
    void stream(Events events) throws IOException {
        exchange.getResponseHeaders().set("cache-control", "no-cache");
        start(200, "text/event-stream; charset=utf-8", CHUNKED);
        OutputStream out = exchange.getResponseBody();
        events.writeTo(new EventStream(out, behaviour, seen));
        out.close();
    }

    /** Writes the events of one answer. */
    interface Events {
        void writeTo(EventStream out) throws IOException;
    }

    private void start(int status, String contentType, long length) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("content-type", contentType);
        headers.set("x-request-id", "req_sim_" + seen.number());
        seen.answered(status);
        exchange.sendResponseHeaders(status, length);
    }
}
