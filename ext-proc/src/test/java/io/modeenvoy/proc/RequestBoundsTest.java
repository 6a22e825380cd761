package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.ext_proc.v3.ImmediateResponse;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a request is refused for its size or its framing, before anything is judged. */
final class RequestBoundsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final FakeLedger ledger = new FakeLedger();
    private final Bench bench =
            new Bench(ledger, ProcOptions.defaults().withMaxBodyBytes(1_000), NOW, World.resources());

    @AfterEach
    void close() {
        bench.close();
    }

    /** One more of ours and Envoy would fail the call without a word. */
    @Test
    void moreHeadersThanOursHaveRoomBesideAreRefusedInWords() {
        Map<String, String> headers = Bench.headers("POST", "/v1/chat/completions");
        for (int i = headers.size(); i < 110; i++) {
            headers.put("x-" + i, "1");
        }
        assertThat(bench.stream(World.ENTRY).requestHeaders(headers, false).silent())
                .isTrue();

        headers.put("x-one-more", "1");

        assertThat(bench.stream(World.ENTRY)
                        .requestHeaders(headers, false)
                        .answer()
                        .getStatus()
                        .getCodeValue())
                .isEqualTo(431);
    }

    @Test
    void aCallerWhoseBodiesHoldTooMuchIsToldToWait() {
        ProcOptions options = ProcOptions.defaults().withAllBodyBytes(10_000).withCallerBodyBytes(100);
        try (Bench small = new Bench(ledger, options, NOW, World.resources())) {
            FakeEnvoy first = small.post("/v1/chat/completions").requestBody(" ".repeat(80), false);
            FakeEnvoy second = small.post("/v1/chat/completions").requestBody(" ".repeat(80), false);
            FakeEnvoy large = small.post("/v1/chat/completions").requestBody(" ".repeat(101), false);

            assertThat(first.silent()).isTrue();
            ImmediateResponse refused = second.reply().getImmediateResponse();
            assertThat(refused.getStatus().getCodeValue()).isEqualTo(429);
            assertThat(refused.getBody().toStringUtf8()).contains("too_many_body_bytes");
            assertThat(FakeEnvoy.set(refused.getHeaders())).containsEntry("retry-after", "1");
            assertThat(large.reply().getImmediateResponse().getStatus().getCodeValue())
                    .isEqualTo(413);

            first.cancel();
            FakeEnvoy again = small.post("/v1/chat/completions").requestBody(" ".repeat(80), false);
            assertThat(again.silent()).isTrue();
        }
    }

    @Test
    void aBodyThatCannotFitIsRefusedAtItsHeaders() {
        ProcOptions options = ProcOptions.defaults().withAllBodyBytes(3_000_000).withCallerBodyBytes(2_800_000);
        try (Bench small = new Bench(ledger, options, NOW, World.resources())) {
            Map<String, String> headers = Bench.headers("POST", "/v1/chat/completions");
            headers.put("content-length", "2700000");
            ImmediateResponse refused = small.stream(World.ENTRY)
                    .requestHeaders(headers, false)
                    .reply()
                    .getImmediateResponse();

            assertThat(refused.getStatus().getCodeValue()).isEqualTo(503);
            assertThat(refused.getBody().toStringUtf8()).contains("gateway_full");
            assertThat(FakeEnvoy.set(refused.getHeaders())).containsEntry("retry-after", "1");
        }
    }

    @Test
    void refusesABodyThatIsTooLongAsSoonAsItKnows() {
        Map<String, String> headers = Bench.headers("POST", "/v1/chat/completions");
        headers.put("content-length", "1001");
        FakeEnvoy announced = bench.stream(World.ENTRY).requestHeaders(headers, false);
        FakeEnvoy found = bench.post("/v1/chat/completions")
                .requestBody("x".repeat(600), false)
                .requestBody("x".repeat(600), false);

        assertThat(refusal(announced)).isEqualTo("413 request_too_large");
        assertThat(refusal(found)).isEqualTo("413 request_too_large");
    }

    @Test
    void refusesCompressedBodiesAndBodiesThatNeverCome() {
        Map<String, String> headers = Bench.headers("POST", "/v1/chat/completions");
        headers.put("content-encoding", "gzip");
        assertThat(refusal(bench.stream(World.ENTRY).requestHeaders(headers, false)))
                .isEqualTo("415 unsupported_encoding");
        assertThat(refusal(
                        bench.stream(World.ENTRY).requestHeaders(Bench.headers("POST", "/v1/chat/completions"), true)))
                .isEqualTo("400 empty_body");
    }

    /** Envoy would refuse to let them go on with ours, by an error of its own. */
    @Test
    void refusesHeadersThatLeaveNoRoomForOurs() {
        Map<String, String> large = Bench.headers("POST", "/v1/chat/completions");
        large.put("x-long", "x".repeat(56 << 10));

        assertThat(refusal(bench.stream(World.ENTRY).requestHeaders(large, false)))
                .isEqualTo("431 headers_too_large");
    }

    /** Envoy 1.40 would send the body upstream twice. */
    @ParameterizedTest
    @ValueSource(strings = {"one", "two"})
    void refusesARequestWithTrailers(String model) {
        FakeEnvoy envoy = bench.post("/v1/chat/completions")
                .requestBody("{\"model\":\"" + model + "\"}", false)
                .requestTrailers();

        assertThat(refusal(envoy)).isEqualTo("400 trailers_not_supported");
        assertThat(envoy.silent()).isTrue();
        assertThat(ledger.reserved).isEmpty();
    }

    private static String refusal(FakeEnvoy envoy) {
        ImmediateResponse answer = envoy.answer();
        String body = answer.getBody().toStringUtf8();
        int code = body.indexOf("\"code\":\"") + 8;
        return answer.getStatus().getCodeValue() + " " + body.substring(code, body.indexOf('"', code));
    }
}
