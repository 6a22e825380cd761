package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Refusals while a client of HTTP/1 still sends. */
final class HeldRefusalTest {
    private final Bench bench = new Bench(
            new FakeLedger(),
            ProcOptions.defaults().withMaxBodyBytes(1_000),
            Instant.parse("2026-11-20T12:00:00Z"),
            World.resources());

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aRefusalWaitsForTheRestOfTheBody() {
        FakeEnvoy envoy = refused("HTTP/1.1");
        envoy.requestBody("x".repeat(5_000), false);

        assertThat(envoy.silent()).isTrue();
        assertThat(envoy.requestBody("end", true).answer().getStatus().getCodeValue())
                .isEqualTo(401);
    }

    @Test
    void aBodyThatTurnsOutTooLongIsReadToItsEnd() {
        FakeEnvoy envoy =
                bench.stream(World.ENTRY).requestHeaders(Bench.headers("POST", "/v1/chat/completions"), "HTTP/1.1");
        envoy.requestBody("x".repeat(1_001), false);

        assertThat(envoy.silent()).isTrue();
        assertThat(envoy.requestBody("", true).answer().getStatus().getCodeValue())
                .isEqualTo(413);
    }

    @Test
    void aClientThatSendsWithoutEndIsAnsweredAllTheSame() {
        FakeEnvoy envoy = refused("HTTP/1.0");
        String chunk = "x".repeat(16 << 20);
        envoy.requestBody(chunk, false).requestBody(chunk, false);

        assertThat(envoy.silent()).isTrue();
        assertThat(envoy.requestBody("x", false).answer().getStatus().getCodeValue())
                .isEqualTo(401);
    }

    @Test
    void aClientThatTakesTooLongIsAnsweredAllTheSame() {
        FakeEnvoy envoy = refused("HTTP/1.1");
        bench.pass(Duration.ofSeconds(5));
        envoy.requestBody("x", false);
        bench.pass(Duration.ofSeconds(6));

        assertThat(envoy.answer().getStatus().getCodeValue()).isEqualTo(401);
    }

    @Test
    void aStreamOfHttp2IsAnsweredAtOnce() {
        assertThat(refused("HTTP/2").answer().getStatus().getCodeValue()).isEqualTo(401);
    }

    private FakeEnvoy refused(String protocol) {
        Map<String, String> headers = Bench.headers("POST", "/v1/chat/completions");
        headers.put("authorization", "Bearer me_wrong");
        return bench.stream(World.ENTRY).requestHeaders(headers, protocol);
    }
}
