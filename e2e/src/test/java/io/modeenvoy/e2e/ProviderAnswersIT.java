package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers in the forms that model servers really send, through the real Envoy. */
final class ProviderAnswersIT {
    private static final String BUDGET = "demo/output/output-tokens/day";
    private static final String STREAM = "{\"model\":\"small\",\"max_tokens\":50,\"stream\":true,\"messages\":[]}";
    private static final String WORD = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"}}]}\n\n";
    private static final String USAGE =
            "data: {\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12}}\n\ndata: [DONE]\n\n";

    private final ScriptedBackend backend = new ScriptedBackend();
    private final Workspace workspace = Workspace.demo(Program.freePort(), backend.port());
    private String key = "";

    @BeforeEach
    void start() {
        key = workspace.key("app-1");
        workspace.write("budget.yaml", """
                apiVersion: modeenvoy.io/v1alpha1
                kind: Budget
                metadata: {name: output, namespace: demo}
                spec:
                  target: {kind: Consumer, name: app}
                  limits: [{unit: OutputTokens, amount: "100000", window: {calendar: Day}, mode: Strict}]
                """);
    }

    @AfterEach
    void stop() {
        workspace.close();
        backend.close();
    }

    @Test
    void readsAnswersByTheirBytesNotByTheirLabels() throws Exception {
        try (Gateway gateway = Gateway.run(workspace)) {
            for (String coding : List.of("deflate, gzip", "br", "zstd")) {
                inflatesWhatComesCompressed(gateway, coding);
                endsBadlyWhatEndsTooEarly(gateway, coding);
            }
            letsCommentsGoAtOnce(gateway);
            cutsAStreamFarBeyondItsLimit(gateway);
        }
    }

    private void inflatesWhatComesCompressed(Gateway gateway, String coding) throws IOException {
        AtomicReference<String> asked = new AtomicReference<>();
        byte[] packed = packed(coding, WORD + USAGE);
        backend.answerBy(exchange -> {
            asked.set(exchange.getRequestHeaders().getFirst("accept-encoding"));
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.getResponseHeaders().set("content-encoding", coding);
            exchange.sendResponseHeaders(200, packed.length);
            exchange.getResponseBody().write(packed);
        });
        long before = settled(gateway);

        Gateway.Answer answer =
                gateway.send(stream(gateway).header("accept-encoding", "br").build());

        assertThat(asked.get()).isEqualTo("identity");
        assertThat(answer.header("content-encoding")).isEmpty();
        assertThat(answer.body()).isEqualTo(WORD + "data: [DONE]\n\n");
        assertThat(settled(gateway) - before).isEqualTo(7);
    }

    /** Its client must not take half an answer for a whole one; it is charged all the same. */
    private void endsBadlyWhatEndsTooEarly(Gateway gateway, String coding) throws IOException {
        byte[] packed = packed(coding, WORD + USAGE);
        backend.answerBy(exchange -> {
            exchange.getResponseHeaders().set("content-type", "text/event-stream");
            exchange.getResponseHeaders().set("content-encoding", coding);
            exchange.sendResponseHeaders(200, packed.length - 1);
            exchange.getResponseBody().write(packed, 0, packed.length - 1);
        });
        long before = settled(gateway);

        assertThat(raw(gateway)).contains("\"code\":\"provider_answer_unreadable\"");
        assertThat(settled(gateway) - before).isBetween(1L, 50L);
    }

    private static byte[] packed(String coding, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream packer = packer(coding, bytes)) {
            packer.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static OutputStream packer(String coding, OutputStream bytes) throws IOException {
        return switch (coding) {
            case "deflate, gzip" -> new DeflaterOutputStream(new GZIPOutputStream(bytes));
            case "br" -> {
                Brotli4jLoader.ensureAvailability();
                yield new BrotliOutputStream(bytes);
            }
            case "zstd" -> new ZstdOutputStream(bytes);
            default -> throw new IllegalArgumentException(coding);
        };
    }

    private void letsCommentsGoAtOnce(Gateway gateway) throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        backend.answerBy(exchange -> {
            exchange.sendResponseHeaders(200, 0); // without a type
            OutputStream body = exchange.getResponseBody();
            write(body, ": keep-alive\n");
            seen.await();
            write(body, WORD + USAGE);
        });
        long before = settled(gateway);

        try (InputStream body = gateway.open(stream(gateway).build()).body()) {
            assertThat(new String(body.readNBytes(13), StandardCharsets.UTF_8)).isEqualTo(": keep-alive\n");
            seen.countDown();
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(WORD + "data: [DONE]\n\n");
        }

        assertThat(settled(gateway) - before).isEqualTo(7);
    }

    private void cutsAStreamFarBeyondItsLimit(Gateway gateway) throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        backend.answerBy(exchange -> {
            exchange.getResponseHeaders().set("content-type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try {
                while (true) {
                    write(exchange.getResponseBody(), WORD);
                }
            } catch (IOException e) {
                left.countDown();
            }
        });
        long before = settled(gateway);

        String answer = raw(gateway);

        assertThat(answer)
                .contains("data: {\"error\":{\"message\":\"The answer was cut")
                // the last chunk, which a good end has, is not there
                .endsWith("\"code\":\"output_limit_exceeded\"}}\n\ndata: [DONE]\n\n\r\n");
        left.await();
        assertThat(settled(gateway) - before).isBetween(50L, 2_000L);
    }

    /** All bytes of an answer: clients hide how one ended. */
    private String raw(Gateway gateway) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), gateway.base().getPort())) {
            String head =
                    "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\nconnection: close\r\n"
                            + "authorization: Bearer " + key + "\r\ncontent-length: " + STREAM.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + STREAM).getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void write(OutputStream body, String text) throws IOException {
        body.write(text.getBytes(StandardCharsets.UTF_8));
        body.flush();
    }

    private HttpRequest.Builder stream(Gateway gateway) {
        return gateway.request("/v1/chat/completions", key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(STREAM));
    }

    private static long settled(Gateway gateway) {
        Eventually.holds("all is settled", Duration.ofSeconds(20), () -> amount(gateway, "reserved") == 0);
        return amount(gateway, "settled");
    }

    /** Of the budget, which is not listed before its first call. */
    private static long amount(Gateway gateway, String name) {
        long amount = 0;
        for (JsonNode budget : gateway.admin("/budgets").path("budgets")) {
            amount += budget.path("id").asText().equals(BUDGET)
                    ? budget.path(name).asLong()
                    : 0;
        }
        return amount;
    }
}
