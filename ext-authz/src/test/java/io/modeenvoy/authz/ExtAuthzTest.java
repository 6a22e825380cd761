package io.modeenvoy.authz;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.ManagedChannel;
import io.modeenvoy.access.Credentials;
import io.modeenvoy.access.DecisionTable;
import io.modeenvoy.policy.Caller;
import io.modeenvoy.policy.RouteRef;
import io.modeenvoy.policy.wire.PolicyTypes;
import io.modeenvoy.service.GrpcAddress;
import io.modeenvoy.service.GrpcServerShell;
import io.modeenvoy.service.Metrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The door over a real Unix socket. */
final class ExtAuthzTest {
    private static final String ROUTE = "httproute/payments/tenant-only";

    @TempDir
    Path folder;

    private final Metrics metrics = new Metrics();
    private final ExtAuthz authz = new ExtAuthz(() -> DecisionTable.NOW, metrics);
    private GrpcServerShell server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws Exception {
        server = GrpcServerShell.builder(new GrpcAddress.UnixSocket(folder.resolve("authz.sock")))
                .service(authz.service())
                .drain(Duration.ofMillis(50))
                .start();
        channel = server.address().channel();
    }

    @AfterEach
    void stop() throws Exception {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        server.close();
        metrics.close();
    }

    static Stream<Arguments> cases() {
        return DecisionTable.cases(RouteRef.Kind.HTTP_ROUTE).stream()
                .flatMap(each -> Stream.of(Checks.Encoding.values()).map(encoding -> Arguments.of(each, encoding)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decidesAsTheTableSays(DecisionTable.Case each, Checks.Encoding encoding) {
        learn();

        CheckResponse answer = ask(Checks.check(each.route().toString(), "/items?q=1", each.credentials(), encoding));

        switch (each.expected()) {
            case DecisionTable.Expected.Allowed(var caller, var budgets) ->
                assertThat(identity(answer)).isEqualTo(identity(caller));
            case DecisionTable.Expected.Denied(var status, var code) -> {
                assertThat(answer.getDeniedResponse().getStatus().getCodeValue())
                        .isEqualTo(status);
                assertThat(answer.getDeniedResponse().getBody()).contains("\"code\":\"" + code + "\"");
                assertThat(answer.getStatus().getCode()).isNotZero();
            }
        }
    }

    /** One more of ours and Envoy would fail the call without a word. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void moreHeadersThanOursHaveRoomBesideAreRefusedInWords(boolean raw) {
        learn();
        CheckRequest.Builder check = CheckRequest.newBuilder();
        AttributeContext.HttpRequest.Builder http = check.getAttributesBuilder()
                .getRequestBuilder()
                .getHttpBuilder()
                .setPath("/");
        check.getAttributesBuilder().putContextExtensions("modeenvoy.route", ROUTE);
        for (int i = 0; i < 111; i++) {
            if (raw) {
                http.getHeaderMapBuilder().addHeadersBuilder().setKey("x-" + i).setValue("1");
            } else {
                http.putHeaders("x-" + i, "1");
            }
        }

        CheckResponse answer = ask(check.build());

        assertThat(answer.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(431);
        assertThat(answer.getDeniedResponse().getBody()).contains("111 headers").contains("at most 110");
    }

    @Test
    void refusesEverythingUntilItKnowsItsPolicy() {
        assertThat(authz.ready()).isFalse();
        assertThat(ask(batch("/items")).getDeniedResponse().getStatus().getCodeValue())
                .isEqualTo(503);

        learn();

        assertThat(authz.ready()).isTrue();
        assertThat(ask(batch("/items")).hasOkResponse()).isTrue();
    }

    @Test
    void isNotReadyWhileACollectionIsMissing() {
        authz.subscriber().apply(PolicyFixture.change(PolicyTypes.ROUTE));

        assertThat(authz.ready()).isFalse();
    }

    @Test
    void takesTheKeyFromTheUpstreamWhereverItStood() {
        learn();
        String key = firstKey();
        Credentials both = new Credentials(List.of("Bearer " + key), List.of(key), null, Map.of());

        assertThat(ask(check(both)).getOkResponse().getHeadersToRemoveList())
                .containsExactly("authorization", "x-api-key");
    }

    @Test
    void removesIdentityHeadersItHasNothingToSayAbout() {
        learn();
        Credentials none = new Credentials(List.of(), List.of(), null, Map.of());

        CheckResponse answer = ask(Checks.check("httproute/payments/open", "/", none, Checks.Encoding.RAW));

        assertThat(answer.getOkResponse().getHeadersToRemoveList())
                .containsExactly("x-modeenvoy-consumer", "x-modeenvoy-key", "x-modeenvoy-key-id");
    }

    @Test
    void tellsTheAccessLogWhoCalled() {
        learn();

        Map<String, String> metadata = metadata(ask(batch("/items")));

        assertThat(metadata)
                .containsEntry("tenant", "payments")
                .containsEntry("consumer", "payments/batch")
                .containsEntry("key", "payments/batch-1")
                .containsEntry("route", ROUTE)
                .containsKey("key_id");
    }

    @Test
    void saysHowToAuthenticate() {
        learn();
        Credentials none = new Credentials(List.of(), List.of(), null, Map.of());

        CheckResponse answer = ask(check(none));

        assertThat(answer.getDeniedResponse().getHeadersList())
                .extracting(header ->
                        header.getHeader().getKey() + ": " + header.getHeader().getValue())
                .containsExactly("content-type: application/json", "www-authenticate: Bearer realm=\"modeenvoy\"");
        assertThat(answer.getDeniedResponse().getBody())
                .isEqualTo("{\"error\":{\"message\":\"No credential was sent. Send your key as 'Authorization: Bearer "
                        + "me_...' or 'x-api-key: me_...'.\",\"type\":\"authentication_error\","
                        + "\"code\":\"missing_credential\"}}\n");
        assertThat(metadata(answer)).containsEntry("denied", "missing_credential");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "airoute"})
    void refusesACallOfNoRoute(String route) {
        learn();

        CheckResponse answer = ask(Checks.check(route, "/", batch(), Checks.Encoding.RAW));

        assertThat(answer.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(503);
        assertThat(answer.getDeniedResponse().getBody()).contains("\"code\":\"route_unnamed\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/../admin", "//admin", "/a%2fadmin", "/%2e%2e/admin"})
    void refusesAPathWithTwoReadings(String path) {
        learn();

        CheckResponse answer = ask(batch(path));

        assertThat(answer.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(400);
        assertThat(answer.getDeniedResponse().getBody()).contains("\"code\":\"ambiguous_path\"");
    }

    @Test
    void refusesTokensOfTwoPeople() {
        learn();
        CheckRequest one = check(new Credentials(List.of(), List.of(), null, Map.of()));
        Metadata two = Metadata.newBuilder()
                .putFilterMetadata(
                        "envoy.filters.http.jwt_authn",
                        Checks.tokens(Map.of(
                                "a", Map.of("iss", "https://idp.example.com", "sub", "alice"),
                                "b", Map.of("iss", "https://idp.example.com", "sub", "bob"))))
                .build();

        CheckResponse answer = ask(CheckRequest.newBuilder()
                .setAttributes(one.getAttributes().toBuilder().setMetadataContext(two))
                .build());

        assertThat(answer.getDeniedResponse().getBody()).contains("\"code\":\"several_credentials\"");
    }

    @Test
    void countsWhyItRefuses() {
        learn();

        ask(check(new Credentials(List.of("Bearer sk-other"), List.of(), null, Map.of())));
        ask(batch("/items"));

        assertThat(metrics.scrape())
                .contains("modeenvoy_authz_decisions_total{reason=\"not_our_key\",result=\"denied\"} 1.0")
                .contains("modeenvoy_authz_decisions_total{reason=\"\",result=\"allowed\"} 1.0");
    }

    private void learn() {
        PolicyFixture.changes().forEach(authz.subscriber()::apply);
    }

    private CheckResponse ask(CheckRequest request) {
        return AuthorizationGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .check(request);
    }

    private static CheckRequest check(Credentials credentials) {
        return Checks.check(ROUTE, "/items", credentials, Checks.Encoding.RAW);
    }

    private static CheckRequest batch(String path) {
        return Checks.check(ROUTE, path, batch(), Checks.Encoding.RAW);
    }

    private static Credentials batch() {
        return new Credentials(List.of("Bearer " + firstKey()), List.of(), null, Map.of());
    }

    private static String firstKey() {
        return PolicyFixture.key("a key in an API key header");
    }

    private static Map<String, String> identity(CheckResponse answer) {
        return answer.getOkResponse().getHeadersList().stream()
                .map(HeaderValueOption::getHeader)
                .collect(Collectors.toMap(header -> header.getKey(), header -> header.getValue()));
    }

    private static Map<String, String> identity(Caller caller) {
        Map<String, String> headers = new HashMap<>(Map.of("x-modeenvoy-tenant", caller.tenant()));
        if (caller.consumer() != null) {
            headers.put("x-modeenvoy-consumer", caller.consumer().toString());
        }
        if (caller.key() != null) {
            headers.put("x-modeenvoy-key", caller.key().toString());
        }
        if (caller.keyId() != null) {
            headers.put("x-modeenvoy-key-id", caller.keyId());
        }
        return headers;
    }

    private static Map<String, String> metadata(CheckResponse answer) {
        return answer.getDynamicMetadata().getFieldsMap().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().getStringValue()));
    }
}
