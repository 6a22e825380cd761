package io.modeenvoy.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BehaviourTest extends SimulatorTest {
    private static final String PATH = "/v1/chat/completions";
    private static final String PLAIN = "{\"model\": \"m\", " + HELLO + "}";
    private static final String STREAM = "{\"model\": \"m\", \"stream\": true, " + HELLO + "}";

    @Test
    void answersTheStatusAskedFor() throws Exception {
        var got = client.post(PATH, PLAIN, "x-sim-status", "429", "x-sim-retry-after", "7");
        assertThat(got.status()).isEqualTo(429);
        assertThat(got.raw().headers().firstValue("retry-after")).contains("7");
        assertThat(got.json().at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
    }

    @Test
    void defaultsHoldUntilAHeaderSaysOtherwise() throws Exception {
        var options = SimulatorOptions.DEFAULT.withDefaults(Behaviour.NORMAL.withStatus(503));
        try (var broken = ModelSimulator.start(options)) {
            var toBroken = new SimulatorClient(broken);
            assertThat(toBroken.post(PATH, PLAIN).status()).isEqualTo(503);
            assertThat(toBroken.post(PATH, PLAIN, "x-sim-status", "200").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void waitsBeforeTheFirstByteAndBetweenChunks() throws Exception {
        Instant start = Instant.now();
        client.post(
                PATH,
                STREAM,
                "x-sim-latency-ms",
                "60",
                "x-sim-first-chunk-ms",
                "40",
                "x-sim-chunk-ms",
                "25",
                "x-sim-tokens",
                "5");
        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(60 + 40 + 4 * 25));
    }

    @Test
    void abortsAStreamAfterSoManyTokens() {
        assertThatThrownBy(() -> client.post(PATH, STREAM, "x-sim-abort-after", "2"))
                .isInstanceOf(IOException.class);
        assertThat(simulator.journal().getFirst().outcome()).isEqualTo("aborted");
        assertThat(simulator.journal().getFirst().tokensSent()).isEqualTo(2);
    }

    @Test
    void anAbortAfterTheLastTokenComesBeforeTheEnd() {
        assertThatThrownBy(() -> client.post(PATH, STREAM, "x-sim-tokens", "3", "x-sim-abort-after", "3"))
                .isInstanceOf(IOException.class);
        assertThat(simulator.journal().getFirst().tokensSent()).isEqualTo(3);
    }

    @Test
    void abortsAPlainAnswerInTheMiddleAndResetsWithoutOne() {
        assertThatThrownBy(() -> client.post(PATH, PLAIN, "x-sim-abort-after", "0"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> client.post(PATH, PLAIN, "x-sim-reset", "true"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void leavesUsageOutAndReportsCachedAndReasoningTokens() throws Exception {
        assertThat(client.post(PATH, PLAIN, "x-sim-usage", "false").json().has("usage"))
                .isFalse();
        var got = client.post(
                PATH, PLAIN, "x-sim-cached-tokens", "1", "x-sim-reasoning-tokens", "10", "x-sim-tokens", "2");
        assertThat(got.json().at("/usage/completion_tokens").asInt()).isEqualTo(12);
        assertThat(got.json().at("/usage/prompt_tokens_details/cached_tokens").asInt())
                .isEqualTo(1);
        assertThat(got.json()
                        .at("/usage/completion_tokens_details/reasoning_tokens")
                        .asInt())
                .isEqualTo(10);
    }

    @Test
    void aClientThatLeavesIsSeenAndHurtsNobody() throws Exception {
        leaveAfterTheFirstChunk();
        while (simulator.journal().getFirst().outcome().equals("open")) {
            Thread.onSpinWait();
        }
        assertThat(simulator.journal().getFirst().outcome()).isEqualTo("client-gone");
        assertThat(client.post(PATH, PLAIN).status()).isEqualTo(200);
    }

    private void leaveAfterTheFirstChunk() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port())) {
            String head = "POST " + PATH + " HTTP/1.1\r\nhost: x\r\nx-sim-tokens: 1000000\r\ncontent-length: "
                    + STREAM.length();
            socket.getOutputStream().write((head + "\r\n\r\n" + STREAM).getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(in.readNBytes(200)).hasSize(200);
        }
    }
}
