package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plain HTTP routes beside an AI route on one gateway. The upstreams tell what reached them; each rule leaves its name in a header. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpRouteIT {
    private static final int NOBODY = Program.freePort();

    private final int firstPort = Program.freePort();
    private final int secondPort = Program.freePort();
    private final int port = Program.freePort();
    private final Workspace workspace = Workspace.demo(port, firstPort);
    private Program first;
    private Program second;
    private Gateway gateway;

    @BeforeAll
    void start() throws IOException {
        first = Program.start("simulator", "--port", Integer.toString(firstPort));
        second = Program.start("simulator", "--port", Integer.toString(secondPort));
        workspace.write(
                "services.yaml",
                HttpRouteObjects.service("demo", "first", firstPort)
                        + HttpRouteObjects.service("demo", "second", secondPort)
                        + HttpRouteObjects.service("demo", "gone", NOBODY)
                        + HttpRouteObjects.service("stock", "items", secondPort));
        Path tenants = Program.root().resolve("e2e/src/test/resources/tenants.yaml");
        workspace.write("gateway.yaml", Files.readString(tenants).formatted(port));
        workspace.write("matches.yaml", HttpRouteObjects.MATCHES);
        workspace.write("filters.yaml", HttpRouteObjects.FILTERS);
        workspace.write("hosts.yaml", HttpRouteObjects.HOSTS);
        first.awaitLine(line -> line.startsWith("ready"));
        second.awaitLine(line -> line.startsWith("ready"));
        gateway = Gateway.run(workspace);
    }

    @AfterAll
    void stop() {
        gateway.close();
        first.close();
        second.close();
        workspace.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/status, everything",
        "/status/exact, exact",
        "/status/exact/below, everything",
        "/status/prefix, prefix",
        "/status/prefix/, prefix",
        "/status/prefix/below, prefix",
        "/status/prefixed, everything",
        "/status/pattern/42, pattern",
        "/status/pattern/x, everything",
        "/status/one/exact, one-exact",
        "/status/taken, everything"
    })
    void matchesByPath(String path, String rule) {
        assertThat(rule(gateway.get(path, ""))).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /status/by, '', plain",
        "GET, /status/by, gold, header",
        "GET, /status/by, golden, plain",
        "GET, /status/by?tier=gold, '', query",
        "GET, /status/by?a=1&tier=gold&b=2, '', query",
        "GET, /status/by?tier=silver, '', plain",
        "POST, /status/by, '', method",
        "GET, /status/by?tier=gold, gold, header",
        "POST, /status/by?tier=gold, gold, method",
        "POST, /status/by/longer?tier=gold, gold, longer"
    })
    void matchesByMethodHeaderAndQueryInTheOrderOfTheGatewayApi(String method, String path, String tier, String rule) {
        HttpRequest.Builder request = gateway.request(path, "").method(method, HttpRequest.BodyPublishers.noBody());
        if (!tier.isEmpty()) {
            request.header("x-tier", tier);
        }

        assertThat(rule(gateway.send(request.build()))).isEqualTo(rule);
    }

    @Test
    void answers404WhereNoRuleMatches() {
        assertThat(gateway.get("/elsewhere", "").status()).isEqualTo(404);
    }

    @Test
    void leavesAiCallsToTheAiRoute() {
        Gateway.Answer answer = gateway.chat("");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().at("/error/code").asText()).isEqualTo("missing_credential");
    }

    @Test
    void sharesCallsBetweenServicesByWeight() {
        int toFirst = 0;
        for (int i = 0; i < 200; i++) {
            JsonNode seen = seen(gateway.get("/status/weights", ""));
            assertThat(seen.path("port").asInt()).isIn(firstPort, secondPort);
            toFirst += seen.path("port").asInt() == firstPort ? 1 : 0;
        }

        assertThat(toFirst).as("of 200 with weights 3 to 1").isBetween(120, 180);
    }

    @Test
    void sendsNothingToAServiceOfWeightZero() {
        for (int i = 0; i < 20; i++) {
            assertThat(seen(gateway.get("/status/zero", "")).path("port").asInt())
                    .isEqualTo(secondPort);
        }
    }

    @Test
    void sendsNothingWhereARouteWouldChangeFramingOrIdentity() {
        assertThat(gateway.get("/status/reserved", "").status()).isEqualTo(500);
    }

    @Test
    void leavesOutAMatchTooLargeToCompile() {
        assertThat(rule(gateway.get("/status/nested/aaa", ""))).isEqualTo("everything");
    }

    @Test
    void changesRequestHeaders() {
        JsonNode headers = seen(gateway.send(gateway.request("/status/headers", "")
                        .header("x-set", "mine")
                        .header("x-add", "mine")
                        .header("x-gone", "mine")
                        .build()))
                .path("headers");

        assertThat(headers.path("x-set").toString()).isEqualTo("[\"theirs\"]");
        assertThat(headers.path("x-add").toString()).contains("mine", "theirs");
        assertThat(headers.has("x-gone")).isFalse();
    }

    @Test
    void changesResponseHeaders() {
        Gateway.Answer answer = gateway.get("/status/headers", "");

        assertThat(answer.header("x-answer")).isEqualTo("set");
        assertThat(answer.header("content-type")).isEmpty();
    }

    @Test
    void redirectsToAnotherSchemeHostPortAndPath() {
        Gateway.Answer answer = gateway.get("/status/redirect/away?q=1", "");

        assertThat(answer.status()).isEqualTo(301);
        assertThat(answer.header("location")).isEqualTo("https://www.example.com:8443/new?q=1");
    }

    @Test
    void redirectsAPrefixOnTheSameListener() {
        Gateway.Answer answer = gateway.get("/status/redirect/old/item/7", "");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("location")).isEqualTo("http://127.0.0.1:" + port + "/new/item/7");
    }

    @ParameterizedTest
    @CsvSource({
        "/rewrite/prefix/item/7?q=1, /status/item/7",
        "/rewrite/prefix, /status",
        "/rewrite/full/item/7?q=1, /status/full"
    })
    void rewritesPathAndHost(String path, String upstream) {
        JsonNode seen = seen(gateway.get(path, ""));

        assertThat(seen.path("path").asText()).isEqualTo(upstream);
        assertThat(seen.path("query").asText("")).isEqualTo(path.endsWith("q=1") ? "q=1" : "");
        assertThat(seen.at("/headers/host/0").asText()).isEqualTo("internal.example.com");
    }

    @Test
    void answers504WhenTheUpstreamTakesLongerThanTheRouteAllows() {
        assertThat(gateway.get("/status/slow", "").status()).isEqualTo(200);

        Gateway.Answer answer = gateway.send(gateway.request("/status/slow", "")
                .header("x-sim-latency-ms", "5000")
                .build());

        assertThat(answer.status()).isEqualTo(504);
    }

    @Test
    void answers500WhereTheBackendDoesNotExistAnd503WhereNobodyListens() {
        assertThat(gateway.get("/status/missing", "").status()).isEqualTo(500);
        assertThat(gateway.get("/status/gone", "").status()).isEqualTo(503);
        assertThat(gateway.program().errors())
                .contains(
                        "HTTPRoute demo/filters spec.rules[7].backendRefs[0].name: nothing (expected: a Service in demo");
    }

    @Test
    void needsAReferenceGrantForAServiceOfAnotherNamespace() {
        assertThat(gateway.get("/status/stock", "").status()).isEqualTo(500);

        workspace.write("grant.yaml", HttpRouteObjects.GRANT);
        Eventually.holds(
                "the grant opens it",
                Duration.ofSeconds(3),
                () -> gateway.get("/status/stock", "").status() == 200);
        assertThat(seen(gateway.get("/status/stock", "")).path("port").asInt()).isEqualTo(secondPort);

        workspace.delete("grant.yaml");
        Eventually.holds(
                "without it, it is closed",
                Duration.ofSeconds(3),
                () -> gateway.get("/status/stock", "").status() == 500);
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.com, exact-host",
        "API.example.com, exact-host",
        "other.example.com, wildcard-host",
        "deep.other.example.com, wildcard-host",
        "example.com, everything",
        "elsewhere.org, everything"
    })
    void matchesTheMostSpecificHostname(String host, String rule) throws IOException {
        assertThat(raw(host, "/status").toLowerCase(Locale.ROOT)).contains("\"x-rule\":[\"" + rule + "\"]");
    }

    @Test
    void asksForAKeyOnlyWhereAPolicySaysSo() throws IOException {
        assertThat(gateway.get("/status/exact", "").status()).isEqualTo(200);
        assertThat(raw("guarded.example.com", "/status")).startsWith("HTTP/1.1 401");
    }

    @Test
    void tellsTheUpstreamNothingAClientSaysOfItself() {
        Gateway.Answer answer = gateway.send(gateway.request("/status/exact", "")
                .header("x-modeenvoy-tenant", "somebody")
                .header("x-modeenvoy-consumer", "somebody/else")
                .build());

        assertThat(seen(answer).path("headers").toString()).doesNotContain("somebody");
    }

    private static JsonNode seen(Gateway.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static String rule(Gateway.Answer answer) {
        return seen(answer).at("/headers/x-rule/0").asText();
    }

    /** The wider route of another, its guard included, sees no call to a hostname that a Tenant declares. */
    @ParameterizedTest
    @CsvSource({
        "www.acme.example, 302",
        "api.acme.example, 404",
        "api.acme.example., 404",
        "deep.below.acme.example, 404",
        "other.example, 401"
    })
    void keepsADeclaredHostnameFromWiderRoutesOfOthers(String host, int status) throws IOException {
        assertThat(raw(host, "/anything")).startsWith("HTTP/1.1 " + status + " ");
    }

    /** A call with a host of one's choice, which the JDK's client does not allow; the whole answer. */
    private String raw(String host, String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nhost: " + host + "\r\nconnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
