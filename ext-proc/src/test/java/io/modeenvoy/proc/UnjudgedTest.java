package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.ext_proc.v3.ImmediateResponse;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.policy.ProviderPolicy;
import io.modeenvoy.policy.ProviderProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider gets no field, and no text, that it may read otherwise than it was judged. */
final class UnjudgedTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final PolicyResource STRICT = World.budget(BudgetUnit.TOTAL_TOKENS, BudgetMode.STRICT);
    private static final PolicyResource ELASTIC = World.budget(BudgetUnit.TOTAL_TOKENS, BudgetMode.ELASTIC);
    private static final PolicyResource CALLS = World.budget(BudgetUnit.REQUESTS, BudgetMode.STRICT);

    private final FakeLedger ledger = new FakeLedger();

    private Bench bench(List<String> allowing, PolicyResource... budgets) {
        Stream<PolicyResource> world = World.resources().stream()
                .map(resource -> resource instanceof ProviderPolicy provider
                                && allowing.contains(provider.name().toString())
                        ? allowing(provider)
                        : resource);
        return new Bench(
                ledger,
                ProcOptions.defaults(),
                NOW,
                Stream.concat(world, Stream.of(budgets)).toList());
    }

    private static ProviderPolicy allowing(ProviderPolicy provider) {
        return provider.withProfile(provider.profile().withUnknownFields(ProviderProfile.UnknownFields.ALLOW));
    }

    @Test
    void refusesALimitNobodyKnowsWhereAStrictBudgetCountsTokens() {
        String body = "{\"model\":\"one\",\"n_predict\":9999}";
        try (Bench strict = bench(List.of(), CALLS, STRICT);
                Bench elastic = bench(List.of(), ELASTIC);
                Bench calls = bench(List.of(), CALLS);
                Bench free = bench(List.of())) {
            assertThat(refusal(strict.chat(body)))
                    .isEqualTo("400 n_predict: may widen what the strict budget pay/b has to hold for the call"
                            + " (expected: absent, or unknownFields: Allow at the ModelProvider pay/first)");
            assertThat(ledger.reserved).isEmpty();
            assertThat(elastic.chat(body).reply().hasRequestHeaders()).isTrue();
            assertThat(calls.chat(body).reply().hasRequestHeaders()).isTrue();
            assertThat(free.chat(body).reply().hasRequestHeaders()).isTrue();
        }
    }

    @Test
    void refusesTheLimitOfAnotherEndpoint() {
        try (Bench strict = bench(List.of(), STRICT)) {
            assertThat(refusal(strict.chat("{\"model\":\"one\",\"max_output_tokens\":9999}")))
                    .startsWith("400 max_output_tokens: may widen");
            assertThat(strict.post("/v1/responses")
                            .requestBody("{\"model\":\"one\",\"max_output_tokens\":99}", true)
                            .reply()
                            .hasRequestHeaders())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"models", "route", "preset", "fallbacks"})
    void refusesASecondPlaceForAModelWhateverIsCounted(String field) {
        try (Bench free = bench(List.of())) {
            assertThat(refusal(free.chat("{\"model\":\"one\",\"" + field + "\":[\"dear\"]}")))
                    .isEqualTo("400 " + field + ": names models beside the field model"
                            + " (expected: absent, or unknownFields: Allow at the ModelProvider pay/first)");
        }
    }

    @Test
    void passesThemOnlyWhereEveryProviderOfTheRuleAllowsIt() {
        String body = "{\"model\":\"two\",\"n_predict\":9999,\"models\":[\"a\"]}";
        try (Bench one = bench(List.of("pay/first"), STRICT);
                Bench both = bench(List.of("pay/first", "pay/second"), STRICT)) {
            assertThat(refusal(one.chat(body))).startsWith("400 models").contains("ModelProvider pay/second");
            assertThat(both.chat(body).reply().hasRequestHeaders()).isTrue();
        }
    }

    @Test
    void refusesAnotherSpellingAlsoWhereUnknownFieldsAreAllowed() {
        try (Bench all = bench(List.of("pay/first"))) {
            assertThat(refusal(all.chat("{\"model\":\"one\",\"Model\":\"dear\"}")))
                    .startsWith("400 Model: another spelling of model");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json; charset=utf-7",
                "application/json;charset=\"UTF-16\"",
                "application/json; Charset = utf-32",
                "application/json; charset=utf-8; charset=utf-16",
                "application/json,text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=a",
                "text/plain"
            })
    void refusesABodyThatIsSaidToBeAnotherText(String type) {
        Map<String, String> headers = Bench.headers("POST", "/v1/chat/completions");
        headers.put("content-type", type);
        try (Bench free = bench(List.of())) {
            ImmediateResponse answer =
                    free.stream(World.ENTRY).requestHeaders(headers, false).answer();

            assertThat(answer.getStatus().getCodeValue()).isEqualTo(415);
            assertThat(answer.getBody().toStringUtf8())
                    .contains("(expected: application/json, in UTF-8)", "unsupported_media_type");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON; charset=\"utf-8\"",
                "application/vnd.a+json; profile=x",
                ""
            })
    void tellsTheProviderOurContentType(String type) {
        Map<String, String> headers = Bench.headers("POST", "/v1/chat/completions");
        headers.put("content-type", type);
        try (Bench free = bench(List.of())) {
            FakeEnvoy envoy =
                    free.stream(World.ENTRY).requestHeaders(headers, false).requestBody("{\"model\":\"one\"}", true);

            assertThat(FakeEnvoy.set(
                            envoy.reply().getRequestHeaders().getResponse().getHeaderMutation()))
                    .containsEntry("content-type", "application/json");
        }
    }

    /** Status and message of the answer. */
    private static String refusal(FakeEnvoy envoy) {
        ImmediateResponse answer = envoy.answer();
        String body = answer.getBody().toStringUtf8();
        int message = body.indexOf("\"message\":\"") + 11;
        return answer.getStatus().getCodeValue() + " " + body.substring(message, body.indexOf("\",\"type\"", message));
    }
}
