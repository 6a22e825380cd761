package io.modeenvoy.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Finds who answers, by the end of the path: any base path before it is good, as real servers are mounted anywhere. */
final class Endpoints {
    private static final Dialect CHAT = new ChatDialect();
    private static final Dialect COMPLETIONS = new CompletionsDialect();
    private static final Dialect RESPONSES = new ResponsesDialect();
    private static final Dialect MESSAGES = new MessagesDialect();
    private static final long MODELS_CREATED = 1_767_225_600L;

    private final SimulatorOptions options;
    private final InstantSource clock;
    private final AtomicLong answers = new AtomicLong();

    Endpoints(SimulatorOptions options, InstantSource clock) {
        this.options = options;
        this.clock = clock;
    }

    static ErrorShape errorShape(String path) {
        return path.endsWith("/messages") || path.endsWith("/messages/count_tokens")
                ? ErrorShape.ANTHROPIC
                : ErrorShape.OPENAI;
    }

    void answer(HttpExchange exchange, byte[] body, Reply reply) throws IOException, BadRequest {
        String path = exchange.getRequestURI().getPath();
        Dialect dialect = dialect(path);
        if (dialect != null) {
            expect("POST", exchange);
            generate(dialect, body, reply);
        } else if (path.endsWith("/embeddings")) {
            expect("POST", exchange);
            reply.json(200, Embeddings.answer(new Fields(Json.parseObject(body))));
        } else if (path.endsWith("/messages/count_tokens")) {
            expect("POST", exchange);
            ModelCall call = MessagesDialect.call(new Fields(Json.parseObject(body)));
            reply.json(200, Json.object().put("input_tokens", call.inputTokens()));
        } else if (path.endsWith("/models") || path.contains("/models/")) {
            expect("GET", exchange);
            reply.json(200, models(path));
        } else if (path.equals("/status") || path.startsWith("/status/")) {
            reply.json(200, mirror(exchange, body));
        } else {
            throw new BadRequest(404, null, "Invalid URL (" + exchange.getRequestMethod() + " " + path + ")");
        }
    }

    private static @Nullable Dialect dialect(String path) {
        if (path.endsWith("/chat/completions")) {
            return CHAT;
        }
        if (path.endsWith("/completions")) {
            return COMPLETIONS;
        }
        if (path.endsWith("/responses")) {
            return RESPONSES;
        }
        return path.endsWith("/messages") ? MESSAGES : null;
    }

    private void generate(Dialect dialect, byte[] body, Reply reply) throws IOException, BadRequest {
        ModelCall call = dialect.read(new Fields(Json.parseObject(body)));
        String id = String.format(Locale.ROOT, "sim%08d", answers.incrementAndGet());
        Answer answer = Answer.to(call, reply.behaviour(), id, clock.instant().getEpochSecond());
        if (call.stream()) {
            reply.stream(out -> dialect.stream(answer, out));
        } else {
            reply.json(200, dialect.plain(answer));
        }
    }

    private ObjectNode models(String path) {
        int at = path.indexOf("/models/");
        if (at >= 0) {
            return model(path.substring(at + "/models/".length()));
        }
        ObjectNode node = Json.object().put("object", "list");
        ArrayNode data = node.putArray("data");
        options.models().forEach(name -> data.add(model(name)));
        return node;
    }

    private static ObjectNode model(String name) {
        return Json.object()
                .put("id", name)
                .put("object", "model")
                .put("created", MODELS_CREATED)
                .put("owned_by", "simulator");
    }

    /** Says what arrived: for routes that have nothing to do with models. */
    private static ObjectNode mirror(HttpExchange exchange, byte[] body) {
        ObjectNode node = Json.object()
                .put("method", exchange.getRequestMethod())
                .put("path", exchange.getRequestURI().getRawPath())
                .put("query", exchange.getRequestURI().getRawQuery())
                .put("bodyBytes", body.length)
                .put("port", exchange.getLocalAddress().getPort());
        return node.set("headers", Json.tree(JournalEntry.lowerCase(exchange.getRequestHeaders())));
    }

    private static void expect(String method, HttpExchange exchange) throws BadRequest {
        if (!exchange.getRequestMethod().equals(method)) {
            throw new BadRequest(
                    405, null, "Not allowed to " + exchange.getRequestMethod() + " (expected: " + method + ")");
        }
    }
}
