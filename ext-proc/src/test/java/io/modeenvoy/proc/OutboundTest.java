package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.ext_proc.v3.CommonResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.HeaderMutation;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.policy.ProviderPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a provider is told beside the body: a list of headers, and its own path and query. */
final class OutboundTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private static Bench bench(Map<String, UnaryOperator<ProviderPolicy>> changes) {
        List<PolicyResource> world = World.resources().stream()
                .map(resource -> resource instanceof ProviderPolicy provider
                        ? changes.getOrDefault(provider.name().toString(), UnaryOperator.identity())
                                .apply(provider)
                        : resource)
                .toList();
        return new Bench(new FakeLedger(), ProcOptions.defaults(), NOW, world);
    }

    private static UnaryOperator<ProviderPolicy> forwarding(String... headers) {
        return provider -> provider.withProfile(provider.profile().withForwardedHeaders(List.of(headers)));
    }

    private static FakeEnvoy call(Bench bench, String path, Map<String, String> headers, String body) {
        Map<String, String> all = new TreeMap<>(Bench.headers("POST", path));
        all.putAll(headers);
        return bench.stream(World.ENTRY).requestHeaders(all, false).requestBody(body, true);
    }

    private static HeaderMutation mutation(ProcessingResponse reply) {
        return reply.getRequestHeaders().getResponse().getHeaderMutation();
    }

    @Test
    void takesAwayWhatStandsOnNoList() {
        Map<String, String> sent = Map.ofEntries(
                Map.entry("accept", "text/event-stream"),
                Map.entry("openai-beta", "assistants=v2"),
                Map.entry("x-request-id", "made-by-envoy"),
                Map.entry("x-forwarded-proto", "https"),
                Map.entry("x-envoy-external-address", "192.0.2.7"),
                Map.entry("user-agent", "OpenAI/Python 2"),
                Map.entry("x-forwarded-for", "192.0.2.7"),
                Map.entry("x-real-ip", "192.0.2.7"),
                Map.entry("forwarded", "for=192.0.2.7"),
                Map.entry("via", "1.1 inside.corp"),
                Map.entry("cookie", "session=1"),
                Map.entry("traceparent", "00-a-b-01"),
                Map.entry("openai-organization", "org-1"),
                Map.entry("idempotency-key", "k"),
                Map.entry("x-tomorrow", "1"));
        try (Bench bench = bench(Map.of())) {
            HeaderMutation mutation = mutation(call(bench, "/v1/chat/completions", sent, "{\"model\":\"one\"}")
                    .reply());

            assertThat(mutation.getRemoveHeadersList())
                    .containsExactly(
                            "cookie",
                            "forwarded",
                            "idempotency-key",
                            "openai-organization",
                            "traceparent",
                            "via",
                            "x-real-ip",
                            "x-tomorrow");
            assertThat(FakeEnvoy.set(mutation)).containsEntry("user-agent", "modeenvoy");
        }
    }

    @Test
    void letsThroughWhatTheModelProviderNames() {
        Map<String, String> sent = Map.of("traceparent", "00-a-b-01", "user-agent", "mine", "cookie", "c");
        try (Bench bench = bench(Map.of("pay/first", forwarding("traceparent", "user-agent", "x-absent")))) {
            HeaderMutation mutation = mutation(call(bench, "/v1/chat/completions", sent, "{\"model\":\"one\"}")
                    .reply());

            assertThat(FakeEnvoy.set(mutation))
                    .containsEntry("traceparent", "00-a-b-01")
                    .containsEntry("user-agent", "mine")
                    .doesNotContainKey("x-absent");
            assertThat(mutation.getRemoveHeadersList()).containsExactly("cookie");
        }
    }

    /** Of the gateway's own machine. */
    @Test
    void letsThroughHintsThatSayNothingOfWhoCalls() {
        Map<String, String> sent = new TreeMap<>(Map.of("x-session-affinity", "a", "x-priority", "1", "cookie", "c"));
        List<String> withheld = List.of(
                "x-access-token",
                "x-auth-request-email",
                "x-client-cert",
                "x-forwarded.for",
                "x-http-method-override",
                "x-litellm-api-key",
                "x-ms-client-principal",
                "x-originating-ip",
                "x-prefiller-host-port",
                "x-real-ip",
                "x-rewrite-url",
                "x-stainless-os");
        withheld.forEach(name -> sent.put(name, "1"));
        try (Bench bench = bench(Map.of("pay/first", forwarding("x-*")))) {
            HeaderMutation mutation = mutation(call(bench, "/v1/chat/completions", sent, "{\"model\":\"one\"}")
                    .reply());

            assertThat(FakeEnvoy.set(mutation))
                    .containsEntry("x-session-affinity", "a")
                    .containsEntry("x-priority", "1")
                    .doesNotContainKeys(withheld.toArray(String[]::new));
            assertThat(mutation.getRemoveHeadersList()).contains("cookie").containsAll(withheld);
        }
    }

    @Test
    void letsThroughToEachBackendWhatItsOwnModelProviderNames() {
        Map<String, String> sent = Map.of("traceparent", "00-a-b-01", "x-title", "app");
        try (Bench bench = bench(Map.of("pay/first", forwarding("traceparent"), "pay/second", forwarding("x-title")))) {
            ProcessingResponse reply = call(bench, "/v1/chat/completions", sent, "{\"model\":\"two\"}")
                    .reply();
            HeaderMutation first = attempt(bench, "pay/first@real", reply);
            HeaderMutation second = attempt(bench, "pay/second", reply);

            assertThat(mutation(reply).getRemoveHeadersList()).contains("traceparent", "x-title");
            assertThat(FakeEnvoy.set(first)).containsEntry("traceparent", "00-a-b-01");
            assertThat(first.getRemoveHeadersList()).containsExactly("x-second-key", "x-title");
            assertThat(FakeEnvoy.set(second)).containsEntry("x-title", "app");
            assertThat(second.getRemoveHeadersList()).containsExactly("authorization", "traceparent");
        }
    }

    private static HeaderMutation attempt(Bench bench, String backend, ProcessingResponse reply) {
        CommonResponse response = bench.attempt()
                .attemptHeaders(backend, reply)
                .reply()
                .getRequestHeaders()
                .getResponse();
        return response.getHeaderMutation();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "api-version=1|``|?api-version=1",
                "api-version=1|?|?api-version=1",
                "api-version=1|?x=2&y|?api-version=1&x=2&y",
                "api-version=1|?api-version=2&x=3|?api-version=1&x=3",
                "api-version=1|?API%2Dversion=2|?api-version=1",
                "api-version=1|?%zz=2|?api-version=1&%zz=2",
                "a=1&b=2|?b=3&a&c=4|?a=1&b=2&c=4",
                "``|?x=2&&y|?x=2&&y",
                "``|``|``"
            })
    void keepsTheProvidersQueryBesideTheClients(String own, String asked, String sent) {
        try (Bench bench = bench(Map.of("pay/first", provider -> provider.withQuery(own)))) {
            ProcessingResponse reply = call(bench, "/v1/chat/completions" + asked, Map.of(), "{\"model\":\"one\"}")
                    .reply();

            assertThat(FakeEnvoy.set(mutation(reply))).containsEntry(":path", "/v1/chat/completions" + sent);
        }
    }
}
