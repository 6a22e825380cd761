package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.PolicyResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in the forms that providers send them in: compressed, odd in their sums, longer than was allowed. */
final class AnswerFormsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String BODY = "{\"model\":\"one\",\"stream\":true,\"max_tokens\":100}";
    private static final String WORD = "data: {\"choices\":[{\"delta\":{\"content\":\"word \"}}]}\n\n";
    private static final String USAGE =
            "data: {\"choices\":null,\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12}}\n\n";
    private static final Map<String, String> SSE = Map.of(":status", "200", "content-type", "text/event-stream");
    private static final Map<String, String> PACKED = Map.of(
            ":status",
            "200",
            "content-type",
            "application/json",
            "content-encoding",
            "gzip",
            "content-length",
            "99",
            "etag",
            "\"of the compressed bytes\"");

    private final FakeLedger ledger = new FakeLedger();
    private final Bench bench = bench(BudgetMode.STRICT);

    private Bench bench(BudgetMode mode) {
        List<PolicyResource> all = new ArrayList<>(World.resources());
        BudgetPolicy output = World.budget(BudgetUnit.OUTPUT_TOKENS, mode);
        all.add(output);
        return new Bench(ledger, ProcOptions.defaults(), NOW, all);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static FakeEnvoy forwarded(Bench bench) {
        FakeEnvoy envoy = bench.chat(BODY);
        assertThat(FakeEnvoy.set(envoy.reply().getRequestHeaders().getResponse().getHeaderMutation()))
                .containsEntry("accept-encoding", "identity");
        envoy.reply();
        return envoy;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packer = new GZIPOutputStream(out)) {
            packer.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private static ByteString relayed(ProcessingResponse reply) {
        return reply.getResponseBody().getResponse().getBodyMutation().getBody();
    }

    private static Map<String, Value> told(ProcessingResponse reply) {
        return reply.getDynamicMetadata()
                .getFieldsOrThrow("modeenvoy")
                .getStructValue()
                .getFieldsMap();
    }

    @Test
    void inflatesWhatCameCompressedAndCountsIt() throws IOException {
        byte[] packed = gzip(WORD + USAGE + "data: [DONE]\n\n");
        FakeEnvoy envoy = forwarded(bench).responseHeaders(PACKED, "via_upstream", false);
        assertThat(envoy.reply()
                        .getResponseHeaders()
                        .getResponse()
                        .getHeaderMutation()
                        .getRemoveHeadersList())
                .containsExactly("content-encoding", "content-length", "etag");

        ByteString got = ByteString.EMPTY;
        for (int at = 0; at < packed.length; at++) {
            envoy.responseBody(ByteString.copyFrom(packed, at, 1), at + 1 == packed.length);
            got = got.concat(relayed(envoy.reply()));
        }

        assertThat(got.toStringUtf8()).isEqualTo(WORD + "data: [DONE]\n\n");
        assertThat(ledger.charged()).containsExactly(7L);
    }

    @Test
    void leavesTheHeadersOfAnAnswerWithoutABody() {
        FakeEnvoy envoy = forwarded(bench).responseHeaders(PACKED, "via_upstream", true);

        assertThat(envoy.reply().getResponseHeaders())
                .isEqualTo(Replies.RESPONSE_HEADERS_UNCHANGED.getResponseHeaders());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesAnAnswerThatCannotBeInflatedNoGoodEnd(boolean last) throws IOException {
        byte[] packed = gzip("{\"choices\":[");
        packed[packed.length - 8] ^= 1; // the checksum
        FakeEnvoy envoy = forwarded(bench).responseHeaders(PACKED, "via_upstream", false);
        envoy.reply();

        envoy.responseBody(ByteString.copyFrom(packed), last);

        assertThat(envoy.silent()).isTrue();
        assertThat(envoy.failure())
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.ABORTED));
        assertThat(ledger.charged()).isEqualTo(ledger.holds());
    }

    @Test
    void givesAnAnswerThatEndsBeforeItsCodingDoesNoGoodEnd() throws IOException {
        byte[] packed = gzip("{\"choices\":[]}");
        FakeEnvoy envoy = forwarded(bench).responseHeaders(PACKED, "via_upstream", false);
        envoy.reply();

        envoy.responseBody(ByteString.copyFrom(packed, 0, packed.length - 1), true);

        assertThat(envoy.silent()).isTrue();
        assertThat(envoy.failure()).isNotNull();
        assertThat(ledger.charged()).isEqualTo(ledger.holds());
    }

    @Test
    void chargesABombNoMoreThanTheHold() throws IOException {
        FakeEnvoy envoy = forwarded(bench).responseHeaders(PACKED, "via_upstream", false);
        envoy.reply();

        envoy.responseBody(ByteString.copyFrom(gzip("a".repeat(50_000_000))), true);

        assertThat(ledger.charged()).isEqualTo(ledger.holds());
    }

    @Test
    void cutsAStreamThatIsFarBeyondItsLimitWithAnErrorThatSaysSo() {
        FakeEnvoy envoy = forwarded(bench).responseHeaders(SSE, "via_upstream", false);
        envoy.reply();
        int words = 0;
        ProcessingResponse reply;
        do {
            reply = envoy.responseBody(WORD, false).reply();
            words++;
        } while (relayed(reply).isEmpty());

        assertThat(words).isBetween(150, 201);
        assertThat(relayed(reply).toStringUtf8())
                .startsWith(WORD + "data: {\"error\":")
                .contains("output_limit_exceeded")
                .endsWith("}\n\ndata: [DONE]\n\n");
        assertThat(told(reply)).containsKey("charged");
        assertThat(envoy.failure()).isNotNull();
        assertThat(ledger.charged().getFirst()).isBetween(200L, 210L);
        assertThat(bench.meters.get("modeenvoy.ext_proc.exchanges").gauge().value())
                .isZero();
    }

    /** A client reads every event as a document: half of one would hide the error behind it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesOutTheBeginningOfAnEventBeforeItsError(boolean asked) {
        FakeEnvoy envoy = (asked ? asking(bench) : forwarded(bench)).responseHeaders(SSE, "via_upstream", false);
        envoy.reply();

        ProcessingResponse reply =
                envoy.responseBody(WORD.repeat(300) + "data: {\"cho", false).reply();

        assertThat(relayed(reply).toStringUtf8()).startsWith(WORD.repeat(300) + "data: {\"error\":");
    }

    @Test
    void waitsForTheEndOfAnEventThatHasBegunToGoOut() {
        FakeEnvoy envoy = asking(bench).responseHeaders(SSE, "via_upstream", false);
        envoy.reply();
        String long1 = "data: {\"choices\":[{\"delta\":{\"content\":\"";
        String text = "word ".repeat(300);

        assertThat(relayed(envoy.responseBody(long1, false).reply())).isEmpty();
        assertThat(relayed(envoy.responseBody(text, false).reply())).isEmpty();
        String last = relayed(envoy.responseBody("\"}}]}\n\n" + WORD + "data: ", false)
                        .reply())
                .toStringUtf8();

        assertThat(last).startsWith("\"}}]}\n\n" + WORD + "data: {\"error\":").endsWith("data: [DONE]\n\n");
    }

    @Test
    void cutsAnEventThatNeverEnds() {
        FakeEnvoy envoy = asking(bench).responseHeaders(SSE, "via_upstream", false);
        envoy.reply();
        envoy.responseBody("data: {\"choices\":[", false).reply();
        String text = "{\"delta\":{\"content\":\"word \"}},".repeat(700);

        String last = "";
        for (int chunk = 0; chunk < 10 && last.isEmpty(); chunk++) {
            last = relayed(envoy.responseBody(text, false).reply()).toStringUtf8();
        }

        assertThat(last).startsWith(text + "\n\ndata: {\"error\":");
    }

    /** Of a client that asks for the usage itself: nothing is held back. */
    private static FakeEnvoy asking(Bench bench) {
        FakeEnvoy envoy =
                bench.chat(BODY.substring(0, BODY.length() - 1) + ",\"stream_options\":{\"include_usage\":true}}");
        envoy.reply();
        envoy.reply();
        return envoy;
    }

    @Test
    void endsWithItsTrailers() {
        FakeEnvoy envoy = forwarded(bench).responseHeaders(SSE, "via_upstream", false);
        envoy.reply();
        envoy.responseBody(WORD + USAGE, false).reply();

        ProcessingResponse reply = envoy.responseTrailers().reply();

        assertThat(reply.hasResponseTrailers()).isTrue();
        assertThat(told(reply))
                .hasEntrySatisfying(
                        "usage_source",
                        source -> assertThat(source.getStringValue()).isEqualTo("provider"));
        assertThat(ledger.charged()).containsExactly(7L);
    }

    @Test
    void givesAnAnswerWhoseTrailersComeBeforeTheEndOfItsCodingNoGoodEnd() throws IOException {
        byte[] packed = gzip("{\"choices\":[]}");
        FakeEnvoy envoy = forwarded(bench).responseHeaders(PACKED, "via_upstream", false);
        envoy.reply();
        envoy.responseBody(ByteString.copyFrom(packed, 0, packed.length - 1), false)
                .reply();

        envoy.responseTrailers();

        assertThat(envoy.silent()).isTrue();
        assertThat(envoy.failure()).isNotNull();
    }

    @Test
    void cutsByWhatTheProviderItselfSaysWhileItGoesOn() {
        FakeEnvoy envoy = forwarded(bench).responseHeaders(SSE, "via_upstream", false);
        envoy.reply();
        String running =
                "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":%d}}\n\n";

        assertThat(relayed(envoy.responseBody(running.formatted(200), false).reply()))
                .isEmpty();
        assertThat(relayed(envoy.responseBody(running.formatted(202), false).reply()))
                .isNotEmpty();
        assertThat(ledger.charged()).containsExactly(202L);
    }

    /** Letters one by one are no tokens, and three bytes of another script no token. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "नमस्"})
    void letsAnAnswerWithinItsLimitGoOnHoweverItIsCutIntoPieces(String piece) {
        FakeEnvoy envoy = forwarded(bench).responseHeaders(SSE, "via_upstream", false);
        envoy.reply();
        int pieces = piece.length() == 1 ? 500 : 100;

        for (int at = 0; at < pieces; at++) {
            assertThat(relayed(envoy.responseBody(WORD.replace("word ", piece), false)
                            .reply()))
                    .isEmpty();
        }
        envoy.responseBody(USAGE, true).reply();

        assertThat(ledger.charged()).containsExactly(7L);
    }

    @Test
    void letsAnAnswerGoOnWhereNoStrictBudgetCountsIt() {
        try (Bench elastic = bench(BudgetMode.ELASTIC)) {
            FakeEnvoy envoy = forwarded(elastic).responseHeaders(SSE, "via_upstream", false);
            envoy.reply();

            assertThat(relayed(envoy.responseBody(WORD.repeat(300), false).reply()))
                    .isEmpty();
        }
    }

    @Test
    void tellsLogAndMetricsWhatIsOddAboutAReport() {
        FakeEnvoy envoy = forwarded(bench)
                .responseHeaders(Map.of(":status", "200", "content-type", "application/json"), "via_upstream", false);
        envoy.reply();

        ProcessingResponse reply = envoy.responseBody(
                        "{\"usage\":{\"prompt_tokens\":200000,\"completion_tokens\":100,\"total_tokens\":200410}}",
                        true)
                .reply();

        assertThat(told(reply))
                .hasEntrySatisfying(
                        "usage_doubts",
                        doubts -> assertThat(doubts.getStringValue()).isEqualTo("over_limit,over_window,unexplained"));
        assertThat(ledger.charged()).containsExactly(410L);
        assertThat(bench.meters
                        .get("modeenvoy.ext_proc.usage_doubts")
                        .tag("reason", "unexplained")
                        .tag("gen_ai.provider.name", "pay/first")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
