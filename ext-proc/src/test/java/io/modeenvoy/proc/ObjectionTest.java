package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.ext_proc.v3.CommonResponse;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.PolicyResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider that refuses what the gateway added to the request. */
final class ObjectionTest {
    private static final String STREAMED = "{\"model\":\"one\",\"stream\":true}";
    private static final String REFUSED = "{\"error\":{\"message\":\"stream_options: no such field\"}}";

    private final Bench bench = bench();

    private static Bench bench() {
        List<PolicyResource> all = new ArrayList<>(World.resources());
        all.add(World.budget(BudgetUnit.OUTPUT_TOKENS, BudgetMode.ELASTIC));
        return new Bench(new FakeLedger(), ProcOptions.defaults(), Instant.parse("2026-11-20T12:00:00Z"), all);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private FakeEnvoy answered(String request, String status, Map<String, String> more) {
        FakeEnvoy envoy = bench.chat(request);
        envoy.reply();
        envoy.reply();
        Map<String, String> headers = new TreeMap<>(more);
        headers.put(":status", status);
        headers.putIfAbsent("content-type", "application/json");
        return envoy.responseHeaders(headers, "via_upstream", false);
    }

    /** What the client gets of {@code parts}. */
    private static String relayed(FakeEnvoy envoy, String... parts) {
        StringBuilder relayed = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            relayed.append(relayed(
                    envoy.responseBody(parts[i], i == parts.length - 1)
                            .reply()
                            .getResponseBody()
                            .getResponse(),
                    parts[i]));
        }
        return relayed.toString();
    }

    private static String relayed(CommonResponse response, String sent) {
        return response.hasBodyMutation() ? response.getBodyMutation().getBody().toStringUtf8() : sent;
    }

    @Test
    void namesTheSettingWhenStreamOptionsAreRefused() {
        FakeEnvoy envoy = answered(STREAMED, "422", Map.of("content-length", "60"));

        assertThat(envoy.reply()
                        .getResponseHeaders()
                        .getResponse()
                        .getHeaderMutation()
                        .getRemoveHeadersList())
                .containsExactly("content-length");
        assertThat(relayed(envoy, REFUSED.substring(0, 20), REFUSED.substring(20)))
                .contains("\"code\":\"provider_refused_field\"", "\"param\":\"stream_options\"")
                .contains("stream_options: the gateway sets this field, and the provider refuses it"
                        + " (expected: profile.streamOptions: Never at its ModelProvider). The provider says: ")
                .contains("no such field");
    }

    @Test
    void namesTheSettingWhenTheLimitIsRefused() {
        FakeEnvoy envoy = answered("{\"model\":\"one\"}", "400", Map.of());
        envoy.reply();

        assertThat(relayed(envoy, "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens'\"}}"))
                .contains("\"param\":\"max_tokens\"", "profile.outputLimit");
    }

    /** To look through megabytes would take the thread of all exchanges for seconds. */
    @Test
    void looksThroughNoDocumentThatIsLongerThanAnErrorIs() {
        FakeEnvoy envoy = answered(STREAMED, "422", Map.of());
        envoy.reply();
        String large = REFUSED.replace("no such", "x".repeat(70_000) + " no such");

        assertThat(relayed(envoy, large)).isEqualTo(large);
    }

    /** As providers and validators say it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"Bad value.\",\"param\":\"stream_options\",\"code\":\"unsupported_parameter\"}}",
                "{\"error\":{\"message\":\"Bad value.\",\"param\":\"stream_options.include_usage\",\"code\":null}}",
                "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"stream_options\"],\"msg\":\"Bad.\"}]}",
                "{\"message\":\"Unrecognized request argument supplied: stream_options\"}",
                "{\"error\":\"[{'loc': ('body', 'stream_options'), 'msg': 'Extra inputs are not permitted'}]\"}",
                "{\"error\":{\"message\":\"A word before. Unknown name \\\"stream_options\\\": Cannot find field.\"}}"
            })
    void knowsTheRefusalOfAField(String refusal) {
        FakeEnvoy envoy = answered(STREAMED, "400", Map.of());
        envoy.reply();

        assertThat(relayed(envoy, refusal)).contains("\"code\":\"provider_refused_field\"");
    }

    /** Trailers tell the end of an answer over HTTP/2; by then nothing can be sent any more. */
    @Test
    void tellsItWhenTheDocumentEndsThoughTheAnswerDoesNot() {
        FakeEnvoy envoy = answered(STREAMED, "422", Map.of());
        envoy.reply();
        String first = "{\"error\":{\"message\":\"}stream_options: ";

        String before = relayed(
                envoy.responseBody(first, false).reply().getResponseBody().getResponse(), first);
        String behind = relayed(
                envoy.responseBody("no such field\"}}", false)
                        .reply()
                        .getResponseBody()
                        .getResponse(),
                "");
        envoy.responseTrailers();

        assertThat(before).isEmpty();
        assertThat(behind).contains("\"code\":\"provider_refused_field\"");
        assertThat(envoy.reply().hasResponseTrailers()).isTrue();
    }

    @Test
    void leavesWhatIsOfATypeThatItsAnswerWouldNotBe() {
        FakeEnvoy envoy = answered(STREAMED, "422", Map.of("content-type", "text/plain"));
        envoy.reply();

        assertThat(relayed(envoy, REFUSED)).isEqualTo(REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"messages: too long\"}}",
                "{\"error\":{\"message\":\"The input and max_tokens are more than the context of 4096. Images are not supported.\",\"param\":\"messages\"}}",
                "{\"error\":{\"message\":\"Not with stream_options yet. This model is unknown.\"}}",
                "{\"error\":{\"message\":\"my_stream_options: unknown\"}}",
                "{\"stream_options\":\"unknown\"}",
                "{\"error\":{\"message\":\"max_completion_tokens: unknown\"}}",
                "no JSON at all",
                ""
            })
    void leavesOtherRefusalsAsTheyAre(String refusal) {
        FakeEnvoy envoy = answered(STREAMED, "400", Map.of());
        envoy.reply();

        assertThat(relayed(envoy, refusal)).isEqualTo(refusal);
    }

    @Test
    void leavesAFieldOfTheClientsOwnToTheClient() {
        FakeEnvoy envoy =
                answered("{\"model\":\"one\",\"stream\":true,\"max_tokens\":5,\"stream_options\":{}}", "422", Map.of());
        envoy.reply();

        assertThat(relayed(envoy, REFUSED)).isEqualTo(REFUSED);
    }

    @Test
    void leavesAnErrorOfAnotherKindAsItIs() {
        FakeEnvoy envoy = answered(STREAMED, "500", Map.of());
        envoy.reply();

        assertThat(relayed(envoy, REFUSED)).isEqualTo(REFUSED);
    }

    @Test
    void letsALongErrorGo() {
        FakeEnvoy envoy = answered(STREAMED, "422", Map.of());
        envoy.reply();
        String part = "stream_options".repeat(3_000);

        assertThat(relayed(envoy, part, part, part)).isEqualTo(part + part + part);
    }

    @Test
    void tellsTheProvidersIdOfTheCall() {
        FakeEnvoy envoy = answered("{\"model\":\"one\"}", "200", Map.of("x-request-id", "req_1"));

        assertThat(FakeEnvoy.set(
                        envoy.reply().getResponseHeaders().getResponse().getHeaderMutation()))
                .containsEntry("x-provider-request-id", "req_1");
    }
}
