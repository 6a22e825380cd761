package io.modeenvoy.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Takes every request: reads it, remembers it, lets it misbehave as asked, and finds who answers. */
final class Front implements HttpHandler {
    private final SimulatorOptions options;
    private final Journal journal;
    private final Endpoints endpoints;
    private final AtomicLong numbers = new AtomicLong();

    Front(SimulatorOptions options, Journal journal, InstantSource clock) {
        this.options = options;
        this.journal = journal;
        this.endpoints = new Endpoints(options, clock);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(options.maxBodyBytes() + 1);
        var seen = new JournalEntry(numbers.incrementAndGet(), exchange, body);
        if (exchange.getRequestURI().getPath().startsWith("/__sim/")) {
            new Reply(exchange, seen, Behaviour.NORMAL).json(200, control(exchange));
            return;
        }
        journal.add(seen);
        try {
            answer(exchange, seen, body);
            seen.ended("complete");
        } catch (AbortOnRequest e) {
            seen.ended("aborted");
            throw e;
        } catch (IOException e) {
            seen.ended("client-gone");
            throw e;
        }
    }

    private void answer(HttpExchange exchange, JournalEntry seen, byte[] body) throws IOException {
        ErrorShape shape = Endpoints.errorShape(exchange.getRequestURI().getPath());
        Behaviour behaviour;
        try {
            behaviour = options.defaults().with(exchange.getRequestHeaders()::getFirst);
        } catch (BadRequest e) {
            new Reply(exchange, seen, Behaviour.NORMAL).error(shape, e);
            return;
        }
        Reply reply = new Reply(exchange, seen, behaviour);
        try {
            misbehave(behaviour);
            checkSize(body);
            endpoints.answer(exchange, body, reply);
        } catch (BadRequest e) {
            reply.error(shape, e);
        }
    }

    private static void misbehave(Behaviour behaviour) throws IOException, BadRequest {
        Pause.of(behaviour.latency());
        if (behaviour.reset()) {
            throw new AbortOnRequest();
        }
        if (behaviour.status() != 200) {
            throw new BadRequest(
                    behaviour.status(), null, "The simulator was asked to answer " + behaviour.status() + ".");
        }
    }

    private void checkSize(byte[] body) throws BadRequest {
        if (body.length > options.maxBodyBytes()) {
            throw new BadRequest(413, null, "Request body over " + options.maxBodyBytes() + " bytes.");
        }
    }

    /** The journal: GET reads it, DELETE empties it. */
    private ObjectNode control(HttpExchange exchange) {
        if (exchange.getRequestMethod().equals("DELETE")) {
            journal.clear();
        }
        return Json.object().set("requests", Json.tree(journal.seen()));
    }
}
