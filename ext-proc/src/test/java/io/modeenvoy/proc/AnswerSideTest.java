package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Value;
import io.envoyproxy.envoy.service.ext_proc.v3.BodyMutation;
import io.envoyproxy.envoy.service.ext_proc.v3.CommonResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.modeenvoy.ledger.Amount;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.PolicyResource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the provider's answer to its settlement, however it ends. */
final class AnswerSideTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Map<String, String> JSON = Map.of(":status", "200", "content-type", "application/json");
    private static final Map<String, String> SSE =
            Map.of(":status", "200", "content-type", "text/event-stream", "content-length", "999");
    private static final String WORD = "data: {\"choices\":[{\"delta\":{\"content\":\"12345678\"}}]}\n\n";
    private static final String USAGE =
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7}}\n\n";
    private static final String STREAMED = "{\"model\":\"one\",\"stream\":true}";

    private final FakeLedger ledger = new FakeLedger();
    private final BudgetPolicy requests = World.budget(BudgetUnit.REQUESTS, BudgetMode.STRICT);
    private final BudgetPolicy total = World.budget(BudgetUnit.TOTAL_TOKENS, BudgetMode.STRICT);
    private final BudgetPolicy money = World.budget(BudgetUnit.MONEY, BudgetMode.STRICT);
    private final Bench bench = bench();

    private Bench bench() {
        List<PolicyResource> all = new ArrayList<>(World.resources());
        all.addAll(List.of(requests, total, money));
        return new Bench(ledger, ProcOptions.defaults(), NOW, all);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** Amounts in the order of the ids: money, requests, total tokens. */
    private List<Long> charged() {
        ledger.charged();
        return ledger.settled.getFirst().amounts().stream()
                .sorted(java.util.Comparator.comparing(Amount::budgetId))
                .map(Amount::amount)
                .toList();
    }

    private FakeEnvoy forwarded(String body) {
        FakeEnvoy envoy = bench.chat(body);
        assertThat(envoy.reply().hasRequestHeaders()).isTrue();
        assertThat(envoy.reply().hasRequestBody()).isTrue();
        return envoy;
    }

    @Test
    void settlesAPlainAnswerByItsUsageAndTellsTheAccessLog() {
        FakeEnvoy envoy = forwarded("{\"model\":\"one\"}").responseHeaders(JSON, "via_upstream", false);
        assertThat(envoy.reply().getResponseHeaders())
                .isEqualTo(Replies.RESPONSE_HEADERS_UNCHANGED.getResponseHeaders());
        bench.pass(Duration.ofMillis(120));
        envoy.responseBody(
                "{\"model\":\"real-1\",\"choices\":[{\"message\":{\"content\":\"hi\"}}],\"usage\":{\"prompt_tokens\":10,"
                        + "\"completion_tokens\":20,\"prompt_tokens_details\":{\"cached_tokens\":4},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":3}}}",
                true);

        ProcessingResponse last = envoy.reply();
        envoy.halfClose();

        assertThat(last.getResponseBody()).isEqualTo(Replies.RESPONSE_BODY_UNCHANGED.getResponseBody());
        assertThat(charged()).containsExactly(6_000L + 4 * 500 + 20 * 2_000, 1L, 30L);
        var metadata = last.getDynamicMetadata()
                .getFieldsOrThrow("modeenvoy")
                .getStructValue()
                .getFieldsMap();
        assertThat(metadata.get("model_served")).hasToString("string_value: \"real-1\"\n");
        assertThat(metadata.get("backend")).hasToString("string_value: \"pay/first@real\"\n");
        assertThat(metadata.get("usage_source")).hasToString("string_value: \"provider\"\n");
        assertThat(metadata.get("cost")).hasToString("string_value: \"0.000048000\"\n");
        assertThat(metadata.get("reasoning_tokens")).hasToString("number_value: 3.0\n");
        assertThat(envoy.completed()).isTrue();
        assertThat(bench.meters.get("gen_ai.client.token.usage").summaries()).hasSize(2);
    }

    @Test
    void takesTheUsageOutOfAStreamThatDidNotAskForIt() {
        FakeEnvoy envoy = forwarded(STREAMED).responseHeaders(SSE, "via_upstream", false);
        assertThat(envoy.reply()
                        .getResponseHeaders()
                        .getResponse()
                        .getHeaderMutation()
                        .getRemoveHeadersList())
                .containsExactly("content-length");

        envoy.responseBody(WORD, false).responseBody(USAGE.substring(0, 20), false);
        assertThat(envoy.reply().getResponseBody()).isEqualTo(Replies.RESPONSE_BODY_UNCHANGED.getResponseBody());
        assertThat(mutation(envoy.reply()).getClearBody()).isTrue();
        envoy.responseBody(USAGE.substring(20) + "data: [DONE]\n\n", false).responseBody("", true);
        assertThat(mutation(envoy.reply()).getBody().toStringUtf8()).isEqualTo("data: [DONE]\n\n");

        assertThat(charged()).containsExactly(5_000L + 14_000L, 1L, 12L);
    }

    @Test
    void leavesTheUsageToAClientThatAskedForIt() {
        FakeEnvoy envoy = forwarded("{\"model\":\"one\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}")
                .responseHeaders(SSE, "via_upstream", false);
        assertThat(envoy.reply().getResponseHeaders())
                .isEqualTo(Replies.RESPONSE_HEADERS_UNCHANGED.getResponseHeaders());

        envoy.responseBody(WORD + USAGE, false);
        ProcessingResponse reply = envoy.reply();
        assertThat(reply.getResponseBody()).isEqualTo(Replies.RESPONSE_BODY_UNCHANGED.getResponseBody());
        assertThat(told(reply)).containsEntry("usage_source", "provider").containsEntry("output_tokens", 7.0);
    }

    @Test
    void givesTheClientEveryByteOfAStreamWhoseChunksHoldBackAsMuchAsTheyRelease() {
        FakeEnvoy envoy = forwarded(STREAMED).responseHeaders(SSE, "via_upstream", false);
        envoy.reply();
        StringBuilder sent = new StringBuilder();
        for (int word = 10; word < 20; word++) {
            sent.append(WORD.replace("12345678", word + "345678"));
        }
        StringBuilder got = new StringBuilder();
        for (int at = 0; at < sent.length(); ) { // each chunk ends ten bytes into an event
            int to = Math.min(sent.length(), at == 0 ? WORD.length() + 10 : at + WORD.length());
            String chunk = sent.substring(at, to);
            got.append(relayed(envoy.responseBody(chunk, false).reply(), chunk));
            at = to;
        }
        got.append(relayed(envoy.responseBody("", true).reply(), ""));

        assertThat(got).hasToString(sent.toString());
    }

    @Test
    void tellsTheAccessLogWhatACutStreamHasUsedSoFarButNotWithEveryChunk() {
        FakeEnvoy envoy = forwarded(STREAMED).responseHeaders(SSE, "via_upstream", false);
        assertThat(told(envoy.reply()))
                .containsEntry("backend", "pay/first@real")
                .containsEntry("model_served", "real")
                .containsEntry("usage_source", "counted")
                .containsEntry("input_tokens", 8.0)
                .containsEntry("output_tokens", 0.0)
                .doesNotContainKey("ttft_ms");
        bench.pass(Duration.ofMillis(250));

        Map<String, Object> last = Map.of();
        int messages = 0;
        for (int chunk = 1; chunk <= 2_000; chunk++) {
            Map<String, Object> told = told(envoy.responseBody(WORD, false).reply());
            messages += told.isEmpty() ? 0 : 1;
            last = told.isEmpty() ? last : told;
            assertThat((double) last.getOrDefault("output_tokens", 0.0)).isBetween(2 * chunk * 31 / 32.0, 2.0 * chunk);
        }

        assertThat(last)
                .containsEntry("usage_source", "counted")
                .containsEntry("input_tokens", 8.0)
                .containsEntry("ttft_ms", 250.0);
        assertThat(messages).isLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void chargesTheHoldForACutStream(boolean halfClose) {
        FakeEnvoy envoy = forwarded(STREAMED).responseHeaders(SSE, "via_upstream", false);
        envoy.responseBody(WORD, false).responseBody(WORD, false).responseBody("data: {\"choi", false);

        if (halfClose) {
            envoy.halfClose();
        } else {
            envoy.cancel();
        }

        assertThat(ledger.charged()).isEqualTo(ledger.holds());
        assertThat(bench.meters
                        .get("modeenvoy.ext_proc.settled")
                        .tag("usage_source", "counted")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void chargesTheHoldWhenNobodyKnowsWhatWasUsed() {
        FakeEnvoy envoy = forwarded("{\"model\":\"one\"}");

        envoy.cancel();

        assertThat(ledger.charged()).isEqualTo(ledger.holds());
    }

    @Test
    void chargesTheHoldOfACallThatTimedOutAtTheProvider() {
        FakeEnvoy envoy = forwarded("{\"model\":\"one\"}")
                .responseHeaders(Map.of(":status", "504", "content-type", "text/plain"), "response_timeout", false);

        CommonResponse replaced = envoy.reply().getResponseHeaders().getResponse();

        assertThat(replaced.getStatus()).isEqualTo(CommonResponse.ResponseStatus.CONTINUE_AND_REPLACE);
        assertThat(replaced.getBodyMutation().getBody().toStringUtf8()).contains("\"code\":\"provider_timeout\"");
        assertThat(ledger.charged()).isEqualTo(ledger.holds());
    }

    @Test
    void chargesNoTokensWhenEnvoyReachedNoProvider() {
        FakeEnvoy envoy = forwarded("{\"model\":\"one\"}")
                .responseHeaders(
                        Map.of(":status", "503", "content-type", "text/plain"),
                        "upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_111}",
                        false);
        envoy.halfClose();

        assertThat(charged()).containsExactly(0L, 1L, 0L);
    }

    /** Its own 403 would tell the client that he may not call. */
    @Test
    void chargesNoTokensForAProviderWhoseAddressIsRefusedAndCallsItUnreachable() {
        FakeEnvoy envoy = forwarded("{\"model\":\"one\"}")
                .responseHeaders(
                        Map.of(":status", "403", "content-type", "text/plain"),
                        "rbac_access_denied_matched_policy[provider-address]",
                        false);
        String replaced = envoy.reply().getResponseHeaders().getResponse().toString();
        envoy.halfClose();

        assertThat(replaced).contains("503", "provider_unreachable");
        assertThat(charged()).containsExactly(0L, 1L, 0L);
    }

    @Test
    void chargesNoTokensForAnErrorOfTheProviderAndPassesItOn() {
        FakeEnvoy envoy = forwarded("{\"model\":\"one\"}")
                .responseHeaders(Map.of(":status", "429", "content-type", "application/json"), "via_upstream", false);
        assertThat(envoy.reply().getResponseHeaders())
                .isEqualTo(Replies.RESPONSE_HEADERS_UNCHANGED.getResponseHeaders());
        envoy.responseBody("{\"error\":{\"message\":\"slow down\"}}", true);

        assertThat(envoy.reply().getResponseBody()).isEqualTo(Replies.RESPONSE_BODY_UNCHANGED.getResponseBody());
        assertThat(charged()).containsExactly(0L, 1L, 0L);
    }

    @Test
    void chargesTheHoldForAnAnswerThatReportsNoUsage() {
        FakeEnvoy envoy = forwarded("{\"model\":\"one\"}").responseHeaders(JSON, "via_upstream", false);
        envoy.responseBody("{\"choices\":[{\"message\":{\"content\":\"123456789\"}}]}", true);

        assertThat(ledger.charged()).isEqualTo(ledger.holds());
    }

    @Test
    void chargesTheHoldForAnAnswerItCannotRead() {
        forwarded("{\"model\":\"one\"}")
                .responseHeaders(
                        Map.of(":status", "200", "content-type", "application/json", "content-encoding", "br"),
                        "via_upstream",
                        false)
                .responseBody("???", true);

        assertThat(ledger.charged()).isEqualTo(ledger.holds());
    }

    @Test
    void settlesOnceThoughTheStreamEndsAfterTheAnswer() {
        FakeEnvoy envoy = forwarded("{\"model\":\"one\"}").responseHeaders(JSON, "via_upstream", false);
        envoy.responseBody("{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}", true);
        envoy.cancel();

        assertThat(charged()).containsExactly(3_000L, 1L, 2L);
    }

    @Test
    void passesOnWhatComesBeforeARequestWasLetThrough() {
        FakeEnvoy envoy = bench.post("/v1/chat/completions")
                .responseHeaders(Map.of(":status", "408"), "request_overall_timeout", false)
                .responseBody("x", true);

        assertThat(envoy.reply()).isEqualTo(Replies.RESPONSE_HEADERS_UNCHANGED);
        assertThat(envoy.reply()).isEqualTo(Replies.RESPONSE_BODY_UNCHANGED);
        assertThat(ledger.settled).isEmpty();
    }

    @Test
    void settlesACallThatEndedWhileTheLedgerWasAway() {
        FakeEnvoy envoy = forwarded("{\"model\":\"one\"}").responseHeaders(JSON, "via_upstream", false);
        ledger.refusal = new IllegalStateException("the ledger is away");
        envoy.responseBody("{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}", true);
        assertThat(ledger.settled).isEmpty();

        ledger.refusal = null;
        bench.pass(Duration.ofSeconds(1));

        assertThat(charged()).containsExactly(3_000L, 1L, 2L);
    }

    @Test
    void chargesTheHoldForAnAnswerThatIsNoJsonThoughItSaysSo() {
        forwarded("{\"model\":\"one\"}")
                .responseHeaders(JSON, "via_upstream", false)
                .responseBody("{\"choices\":[oops, no JSON", true);

        assertThat(ledger.charged()).isEqualTo(ledger.holds());
    }

    /** What the client gets. */
    private static String relayed(ProcessingResponse reply, String chunk) {
        return reply.getResponseBody().getResponse().hasBodyMutation()
                ? mutation(reply).getBody().toStringUtf8()
                : chunk;
    }

    /** What the access log is told by a reply: texts and numbers. */
    private static Map<String, Object> told(ProcessingResponse reply) {
        Map<String, Object> told = new TreeMap<>();
        reply.getDynamicMetadata()
                .getFieldsOrDefault("modeenvoy", Value.getDefaultInstance())
                .getStructValue()
                .getFieldsMap()
                .forEach((name, value) ->
                        told.put(name, value.hasStringValue() ? value.getStringValue() : value.getNumberValue()));
        return told;
    }

    private static BodyMutation mutation(ProcessingResponse reply) {
        return reply.getResponseBody().getResponse().getBodyMutation();
    }
}
