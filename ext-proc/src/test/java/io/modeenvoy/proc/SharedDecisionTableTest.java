package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.service.ext_proc.v3.ImmediateResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.modeenvoy.access.Credentials;
import io.modeenvoy.access.DecisionTable;
import io.modeenvoy.ledger.Hold;
import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.policy.ProviderPolicy;
import io.modeenvoy.policy.RouteRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one table of decisions, through this door. */
final class SharedDecisionTableTest {
    private static final NamespacedName PROVIDER = World.name("any/provider");

    static Stream<DecisionTable.Case> cases() {
        return DecisionTable.cases(RouteRef.Kind.AI_ROUTE).stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decidesAsTheTableSays(DecisionTable.Case row) {
        FakeLedger ledger = new FakeLedger();
        try (Bench bench = new Bench(ledger, ProcOptions.defaults(), DecisionTable.NOW, world(row.route()))) {
            FakeEnvoy envoy = bench.stream("entry");
            envoy.requestHeaders(lines(row.credentials()), source(row.credentials()), false, claims(row.credentials()));
            envoy.requestBody("{\"model\":\"m\"}", true);

            switch (row.expected()) {
                case DecisionTable.Expected.Denied(int status, String code) -> {
                    ImmediateResponse answer = envoy.answer();
                    assertThat(answer.getStatus().getCodeValue()).isEqualTo(status);
                    assertThat(answer.getBody().toStringUtf8()).contains("\"code\":\"" + code + "\"");
                }
                case DecisionTable.Expected.Allowed(var caller, var budgets) -> {
                    ProcessingResponse reply = envoy.reply();
                    assertThat(reply.hasRequestHeaders()).isTrue();
                    Map<String, Value> metadata = reply.getDynamicMetadata()
                            .getFieldsOrThrow("modeenvoy")
                            .getStructValue()
                            .getFieldsMap();
                    assertThat(text(metadata, "tenant")).isEqualTo(caller.tenant());
                    assertThat(text(metadata, "consumer"))
                            .isEqualTo(
                                    caller.consumer() == null
                                            ? ""
                                            : caller.consumer().toString());
                    assertThat(text(metadata, "key_id")).isEqualTo(caller.keyId() == null ? "" : caller.keyId());
                    assertThat(reserved(ledger)).containsAll(budgets);
                }
            }
        }
    }

    private static List<String> reserved(FakeLedger ledger) {
        return ledger.reserved.stream()
                .flatMap(request -> request.holds().stream())
                .map(Hold::budget)
                .map(budget -> budget.id())
                .toList();
    }

    private static String text(Map<String, Value> metadata, String name) {
        return metadata.getOrDefault(name, Value.getDefaultInstance()).getStringValue();
    }

    private static List<PolicyResource> world(RouteRef route) {
        List<PolicyResource> all = new ArrayList<>(DecisionTable.world());
        all.add(new AiEntryPolicy("entry", List.of(route.name())));
        all.add(new AiRoutePolicy(
                route.name(),
                List.of(new AiRoutePolicy.Rule("r", List.of(), List.of(World.backend(PROVIDER.toString(), null, 0))))));
        all.add(new ProviderPolicy(PROVIDER, ProviderPolicy.Schema.OPENAI, "p", "", null, List.of()));
        return all;
    }

    private static List<HeaderValue> lines(Credentials credentials) {
        List<HeaderValue> lines =
                new ArrayList<>(FakeEnvoy.lines(Map.of(":method", "POST", ":path", "/v1/chat/completions")));
        credentials.authorization().forEach(value -> lines.add(FakeEnvoy.line("authorization", value)));
        credentials.apiKeyHeaders().forEach(value -> lines.add(FakeEnvoy.line("x-api-key", value)));
        return lines;
    }

    private static String source(Credentials credentials) {
        String address = credentials.clientAddress();
        if (address == null) {
            return "";
        }
        return address.contains(":") ? "[" + address + "]:1234" : address + ":1234";
    }

    private static Metadata claims(Credentials credentials) {
        if (credentials.verifiedClaims().isEmpty()) {
            return Metadata.getDefaultInstance();
        }
        Struct.Builder payload = Struct.newBuilder();
        credentials
                .verifiedClaims()
                .forEach((name, value) -> payload.putFields(
                        name, Value.newBuilder().setStringValue(value).build()));
        Struct.Builder tokens = Struct.newBuilder()
                .putFields("token", Value.newBuilder().setStructValue(payload).build());
        return Metadata.newBuilder()
                .putFilterMetadata("envoy.filters.http.jwt_authn", tokens.build())
                .build();
    }
}
