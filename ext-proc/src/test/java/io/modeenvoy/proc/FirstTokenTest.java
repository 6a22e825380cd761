package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a first token, and that nothing passes before it. */
final class FirstTokenTest {
    private static final String EVENT = "data: {\"choices\":[{\"index\":0,\"delta\":{%s}}]}\n\n";

    private final Bench bench = new Bench(
            new FakeLedger(), ProcOptions.defaults(), Instant.parse("2026-11-20T12:00:00Z"), World.resources());

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void headersCommentsAndARoleAreNoToken() {
        FakeEnvoy envoy = answer("200", "text/event-stream")
                .responseBody(": still there\n\n", false)
                .responseBody(EVENT.formatted("\"role\":\"assistant\",\"content\":\"\""), false);

        assertThat(envoy.silent()).isTrue();
        envoy.responseBody(EVENT.formatted("\"content\":\"Hi\""), false);

        assertThat(envoy.reply().hasResponseHeaders()).isTrue();
        assertThat(body(envoy)).isEqualTo(": still there\n\n");
        assertThat(body(envoy)).contains("assistant");
        assertThat(body(envoy)).contains("Hi");
        assertThat(envoy.silent()).isTrue();
        assertThat(body(envoy.responseBody("more", false))).isEqualTo("more");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"reasoning_content\":\"Hm\"",
                "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\"}}]",
                "\"refusal\":\"No\""
            })
    void reasoningAndCallsOfToolsAreTokens(String delta) {
        FakeEnvoy envoy = answer("200", "text/event-stream").responseBody(EVENT.formatted(delta), false);

        assertThat(envoy.reply().hasResponseHeaders()).isTrue();
        assertThat(body(envoy)).contains(delta);
    }

    @Test
    void theEndPassesWithoutAToken() {
        FakeEnvoy envoy = answer("200", "text/event-stream").responseBody("data: [DONE]\n\n", true);

        assertThat(envoy.reply().hasResponseHeaders()).isTrue();
        assertThat(body(envoy)).contains("[DONE]");
    }

    @Test
    void errorsPassAtOnce() {
        assertThat(answer("429", "application/json").reply().hasResponseHeaders())
                .isTrue();
    }

    @Test
    void whatCannotBeReadPassesAtItsFirstByte() {
        FakeEnvoy envoy = answer("200", "audio/mpeg");

        assertThat(envoy.silent()).isTrue();
        assertThat(envoy.responseBody("x", false).reply().hasResponseHeaders()).isTrue();
    }

    @Test
    void aReportOfUseIsNoToken() {
        FakeEnvoy envoy = events("identity")
                .responseBody(
                        "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":0}}\n\n",
                        false);

        assertThat(envoy.silent()).isTrue();
    }

    @Test
    void smallPiecesWithoutATokenDoNotFillMemory() {
        FakeEnvoy envoy = events("identity");

        for (int i = 0; i < 3_000; i++) {
            envoy.responseBody(":", false);
        }

        assertThat(envoy.silent()).isFalse();
    }

    @Test
    void aCodingThatIsNoneIsRead() {
        String role = EVENT.formatted("\"role\":\"assistant\"");

        assertThat(events("identity").responseBody(role, false).silent()).isTrue();
        assertThat(events("br").responseBody(role, false).reply().hasResponseHeaders())
                .isTrue();
    }

    private FakeEnvoy events(String coding) {
        return answer(Map.of(":status", "200", "content-type", "text/event-stream", "content-encoding", coding));
    }

    private FakeEnvoy answer(String status, String type) {
        return answer(Map.of(":status", status, "content-type", type));
    }

    private FakeEnvoy answer(Map<String, String> headers) {
        return new FakeEnvoy(bench.channel(), Map.of("x-modeenvoy-level", "first-token"))
                .responseHeaders(headers, "via_upstream", false);
    }

    private static String body(FakeEnvoy envoy) {
        return envoy.reply()
                .getResponseBody()
                .getResponse()
                .getBodyMutation()
                .getStreamedResponse()
                .getBody()
                .toStringUtf8();
    }
}
