package io.modeenvoy.xds.translator;

import static io.modeenvoy.xds.translator.Nodes.aiRule;
import static io.modeenvoy.xds.translator.Nodes.cluster;
import static io.modeenvoy.xds.translator.Nodes.forward;
import static io.modeenvoy.xds.translator.Nodes.gateway;
import static io.modeenvoy.xds.translator.Nodes.host;
import static io.modeenvoy.xds.translator.Nodes.http;
import static io.modeenvoy.xds.translator.Nodes.object;
import static io.modeenvoy.xds.translator.Nodes.prefix;
import static io.modeenvoy.xds.translator.Nodes.route;
import static io.modeenvoy.xds.translator.Nodes.target;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Value;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.Port;
import io.modeenvoy.ir.Retry;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** AI routes on the real Envoy: the entry, the rule, its attempts. */
@Tag("envoy")
class AiRouteLiveTest {
    private static final Map<String, Value> METADATA = Map.of(
            "tenant", string("payments"),
            "consumer", string("payments/batch"),
            "model_asked", string("fast"),
            "path", string("/v1/chat/completions"),
            "input_tokens", Value.newBuilder().setNumberValue(12).build());

    /** What reaches a provider where ext-proc takes nothing away: what the client sent, and the id. */
    private static final Set<String> PROVIDERS = Set.of("host", "user-agent", "content-length", "x-request-id");

    @Test
    void sendsARuleWithOneBackendInOneExchange() throws Exception {
        FakeExtProc extProc = new FakeExtProc("ai/chat/one", METADATA);
        try (Upstream upstream = new Upstream(200);
                Gateway gateway = Gateway.start(
                        ir(aiRule("one", false, null, target("a", 1, "a")), backend("a", upstream.port())), extProc)) {
            HttpResponse<String> response = gateway.post(
                    "/v1/chat/completions", "{}", "x-modeenvoy-rule", "ai/chat/other", "x-modeenvoy-tenant", "me");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(upstream.requests).containsExactly("POST authority-of-a /router/path {}");
            assertThat(upstream.headers)
                    .noneMatch(
                            header -> header.toLowerCase(java.util.Locale.ROOT).startsWith("x-modeenvoy"));
            assertThat(extProc.entries).containsExactly("gateways/edge/80/*");
            assertThat(extProc.requestHeaders).noneMatch(header -> header.startsWith("x-modeenvoy"));
            assertThat(extProc.responseBackends).containsExactly("ai/a");
            assertThat(extProc.responseHeaders).doesNotContain("x-modeenvoy-details");
            assertThat(response.headers().map()).doesNotContainKey("x-modeenvoy-details");
            assertThat(extProc.attempts).isEmpty();
            assertThat(gateway.log(1))
                    .singleElement()
                    .asString()
                    .contains(
                            "\"tenant\":\"payments\"",
                            "\"consumer\":\"payments/batch\"",
                            "\"model_asked\":\"fast\"",
                            "\"input_tokens\":12",
                            "\"status\":200",
                            "\"route\":\"airule/ai/chat/one\"")
                    .contains("\"path\":\"/v1/chat/completions\"");
        }
    }

    @Test
    void keepsACallWhoseRuleIsGoneFromOtherRoutes() throws Exception {
        FakeExtProc extProc = new FakeExtProc("ai/chat/gone", METADATA);
        try (Upstream upstream = new Upstream(200);
                Gateway gateway = Gateway.start(
                        Nodes.ir(
                                gateway(
                                        "edge",
                                        http(
                                                "edge",
                                                80,
                                                host("*", entry(), route("rest", prefix("/"), forward("rest"))))),
                                cluster(
                                        "rest",
                                        new ClusterIr.Location.Dns("127.0.0.1", new Port(upstream.port())),
                                        null)),
                        extProc)) {
            HttpResponse<String> response = gateway.post("/v1/chat/completions", "{}");

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).contains("rule_changed");
            assertThat(upstream.requests).isEmpty();
            assertThat(gateway.get("/status").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void makesOneAttemptHoweverManyTheClientAsksFor() throws Exception {
        FakeExtProc extProc = new FakeExtProc("ai/chat/one", METADATA);
        try (Upstream upstream = new Upstream(503);
                Gateway gateway = Gateway.start(
                        ir(aiRule("one", false, null, target("a", 1, "a")), backend("a", upstream.port())), extProc)) {
            HttpResponse<String> response =
                    gateway.post("/v1/chat/completions", "{}", "x-envoy-retry-on", "5xx", "x-envoy-max-retries", "50");

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(upstream.requests).hasSize(1);
        }
    }

    @Test
    void triesBackendsInTheirOrderAndRewritesEachAttempt() throws Exception {
        FakeExtProc extProc = new FakeExtProc("ai/chat/failover", METADATA);
        try (Upstream first = new Upstream(503);
                Upstream second = new Upstream(200);
                Gateway gateway = Gateway.start(
                        ir(
                                aiRule("failover", true, null, target("a", 1, "a", "b")),
                                backend("a", first.port()),
                                backend("b", second.port())),
                        extProc)) {
            HttpResponse<String> response = gateway.post("/v1/chat/completions", "{}");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(extProc.attempts).containsExactly("ai/a exchange=x-1", "ai/b exchange=x-1");
            assertThat(first.requests).containsExactly("POST host-of-ai-a /attempt/ai/a {}");
            assertThat(second.requests).containsExactly("POST host-of-ai-b /attempt/ai/b {}");
            assertThat(second.headers)
                    .contains("Content-length=2")
                    .noneMatch(
                            header -> header.toLowerCase(java.util.Locale.ROOT).startsWith("x-modeenvoy"));
            assertThat(extProc.responseBackends).containsExactly("ai/b");
            assertThat(extProc.responseAttempts).containsExactly("2");
            assertThat(gateway.log(1)).singleElement().asString().contains("\"attempts\":2");
        }
    }

    /** Whatever Envoy comes to add in a later version is found here. */
    @Test
    void addsNothingOfItsOwnForAProviderButItsIdOfTheCall() throws Exception {
        FakeExtProc extProc = new FakeExtProc("ai/chat/one", METADATA);
        try (Upstream upstream = new Upstream(200);
                Gateway gateway = Gateway.start(
                        ir(aiRule("one", false, null, target("a", 1, "a")), backend("a", upstream.port())), extProc)) {
            HttpResponse<String> response =
                    gateway.post("/v1/chat/completions", "{}", "x-forwarded-for", "10.20.30.40");

            assertThat(names(upstream)).isEqualTo(PROVIDERS);
            assertThat(response.headers().firstValue("x-request-id")).isPresent();
            assertThat(gateway.log(1)).singleElement().asString().contains("\"request_id\":\"");
        }
    }

    @Test
    void addsNothingOfItsOwnToLaterAttempts() throws Exception {
        FakeExtProc extProc = new FakeExtProc("ai/chat/slow", METADATA);
        Timeouts attempt = new Timeouts(Duration.ofMinutes(2), null, Duration.ofMinutes(1));
        try (Upstream first = new Upstream(503);
                Upstream second = new Upstream(200);
                Gateway gateway = Gateway.start(
                        ir(
                                FirstTokenCases.timed("slow", attempt, true, target("a", 1, "a", "b")),
                                backend("a", first.port()),
                                backend("b", second.port())),
                        extProc)) {
            assertThat(gateway.post("/v1/chat/completions", "{}").statusCode()).isEqualTo(200);
            assertThat(names(first)).isEqualTo(PROVIDERS);
            assertThat(names(second)).isEqualTo(PROVIDERS);
        }
    }

    private static Set<String> names(Upstream upstream) {
        return upstream.headers.stream()
                .map(header -> header.substring(0, header.indexOf('=')).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    @Test
    void answersInTheApisShapeWhereExtProcCannotBeAsked() throws Exception {
        try (Upstream upstream = new Upstream(200);
                Gateway gateway = Gateway.start(
                        ir(aiRule("one", false, null, target("a", 1, "a")), backend("a", upstream.port())))) {
            HttpResponse<String> response = gateway.post("/v1/chat/completions", "{}");

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("content-type")).contains("application/json");
            assertThat(response.headers().firstValue("retry-after")).contains("1");
            assertThat(response.body())
                    .startsWith("{\"error\":{\"message\":")
                    .contains("\"type\":\"api_error\"", "\"code\":\"gateway_unavailable\"");
            assertThat(upstream.requests).isEmpty();
        }
    }

    @Test
    void goesOnWhenABackendCannotBeConnected() throws Exception {
        FakeExtProc extProc = new FakeExtProc("ai/chat/failover", METADATA);
        try (Upstream second = new Upstream(200);
                Gateway gateway = Gateway.start(
                        ir(
                                aiRule("failover", true, null, target("a", 1, "a", "b")),
                                backend("a", 1),
                                backend("b", second.port())),
                        extProc)) {
            assertThat(gateway.post("/v1/chat/completions", "{}").statusCode()).isEqualTo(200);
            assertThat(second.requests).hasSize(1);
        }
    }

    @Test
    void anAttemptTellsWhetherItsConnectionWasOpen() throws Exception {
        FakeExtProc extProc = new FakeExtProc("ai/chat/failover", METADATA);
        try (Upstream first = new Upstream(200);
                Gateway gateway = Gateway.start(
                        ir(
                                FirstTokenCases.timed("failover", Timeouts.NONE, true, target("a", 1, "a")),
                                backend("a", first.port())),
                        extProc)) {
            for (int call = 0; call < 10; call++) {
                assertThat(gateway.post("/v1/chat/completions", "{}").statusCode())
                        .isEqualTo(200);
            }

            assertThat(extProc.connections).contains("ai/a none").anyMatch(each -> each.startsWith("ai/a 127.0.0.1:"));
        }
    }

    @Test
    void triesTheLastBackendAgainWhenARuleHasMoreAttemptsThanBackends() throws Exception {
        FakeExtProc extProc = new FakeExtProc("ai/chat/retry", METADATA);
        Retry retry = new Retry(2, Set.of(Retry.Condition.TOO_MANY_REQUESTS));
        try (Upstream only = new Upstream(429);
                Gateway gateway = Gateway.start(
                        ir(aiRule("retry", true, retry, target("a", 1, "a")), backend("a", only.port())), extProc)) {
            assertThat(gateway.post("/v1/chat/completions", "{}").statusCode()).isEqualTo(429);
            assertThat(only.requests).hasSize(3);
        }
    }

    @Test
    void carriesLargeBodiesToTheNextBackend() throws Exception {
        FakeExtProc extProc = new FakeExtProc("ai/chat/failover", METADATA);
        String body = "x".repeat(8 << 20);
        try (Upstream first = new Upstream(503);
                Upstream second = new Upstream(200);
                Gateway gateway = Gateway.start(
                        ir(
                                aiRule("failover", true, null, target("a", 1, "a", "b")),
                                backend("a", first.port()),
                                backend("b", second.port())),
                        extProc)) {
            assertThat(gateway.post("/v1/chat/completions", body).statusCode()).isEqualTo(200);
            assertThat(second.requests).singleElement().asString().hasSizeGreaterThan(body.length());
        }
    }

    @Test
    void goesOnWhenABackendIsSilentForTheTimeToTheFirstToken() throws Exception {
        FakeExtProc extProc = new FakeExtProc("ai/chat/slow", METADATA);
        // The second backend answers within the time, on a busy machine too; the call as a whole is in no hurry.
        Timeouts firstToken = new Timeouts(Duration.ofMinutes(5), null, Duration.ofSeconds(2));
        try (Upstream first = new Upstream(Upstream.SILENCE);
                Upstream second = new Upstream(200);
                Gateway gateway = Gateway.start(
                        ir(
                                FirstTokenCases.timed("slow", firstToken, true, target("a", 1, "a", "b")),
                                backend("a", first.port()),
                                backend("b", second.port())),
                        extProc)) {
            assertThat(gateway.post("/v1/chat/completions", "{}").statusCode()).isEqualTo(200);
            assertThat(second.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECT_FAILURE", "RESET"})
    void goesOnWhenABackendThatWaitsForItsFirstTokenCannotBeConnected(Retry.Condition only) throws Exception {
        FakeExtProc extProc = new FakeExtProc("ai/chat/refused", METADATA);
        try (Upstream second = new Upstream(200);
                Gateway gateway = Gateway.start(
                        ir(
                                FirstTokenCases.trying("refused", only, target("a", 1, "a", "b")),
                                backend("a", 1),
                                backend("b", second.port())),
                        extProc)) {
            assertThat(gateway.post("/v1/chat/completions", "{}").statusCode()).isEqualTo(200);
            assertThat(second.requests).hasSize(1);
        }
    }

    @Test
    void goesOnWhenABackendThatWaitsForItsFirstTokenClosesItsConnection() throws Exception {
        FakeExtProc extProc = new FakeExtProc("ai/chat/lost", METADATA);
        try (ServerSocket first = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Upstream second = new Upstream(200);
                Gateway gateway = Gateway.start(
                        ir(
                                FirstTokenCases.trying("lost", Retry.Condition.RESET, target("a", 1, "a", "b")),
                                backend("a", first.getLocalPort()),
                                backend("b", second.port())),
                        extProc)) {
            Thread.ofVirtual().start(() -> hangUp(first));

            assertThat(gateway.post("/v1/chat/completions", "{}").statusCode()).isEqualTo(200);
            assertThat(second.requests).hasSize(1);
        }
    }

    /** Takes every request and answers none. */
    private static void hangUp(ServerSocket server) {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read();
                }
            }
        } catch (IOException e) {
            // the end of the test
        }
    }

    @Test
    void endsAStreamThatIsIdleForAsLongAsTheChosenRuleSays() throws Exception {
        FakeExtProc extProc = new FakeExtProc("ai/chat/slow", METADATA);
        Timeouts idle = new Timeouts(Duration.ofMinutes(5), Duration.ofMillis(300), null);
        try (Upstream silent = new Upstream(Upstream.SILENCE);
                Gateway gateway = Gateway.start(
                        ir(
                                FirstTokenCases.timed("slow", idle, false, target("a", 1, "a")),
                                backend("a", silent.port())),
                        extProc)) {
            assertThat(gateway.post("/v1/chat/completions", "{}").statusCode()).isEqualTo(504);
            assertThat(gateway.log(1)).singleElement().asString().contains("\"response_flags\":\"SI\"");
        }
    }

    @Test
    void answers503WhenExtProcIsAway() throws Exception {
        try (Upstream upstream = new Upstream(200);
                Gateway gateway = Gateway.start(
                        ir(aiRule("one", false, null, target("a", 1, "a")), backend("a", upstream.port())))) {
            assertThat(gateway.post("/v1/chat/completions", "{}").statusCode()).isEqualTo(503);
            assertThat(upstream.requests).isEmpty();
        }
    }

    private static Ir ir(RouteIr.AiRule rule, ClusterIr... clusters) {
        return Nodes.ir(List.of(gateway("edge", http("edge", 80, host("*", rule, entry())))), clusters);
    }

    private static RouteIr entry() {
        return new RouteIr.AiEntry("ai-entry", object("AIRoute", "chat"), "gateways/edge/80/*", "/v1/");
    }

    private static ClusterIr backend(String name, int port) {
        return new ClusterIr(
                "airule/ai/chat/" + name,
                object("AIRoute", "chat"),
                new ClusterIr.Location.Dns("127.0.0.1", new Port(port)),
                null,
                "ai/" + name,
                null,
                "authority-of-" + name);
    }

    private static Value string(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
