package io.modeenvoy.xds.translator;

import static io.modeenvoy.xds.translator.Nodes.aiRule;
import static io.modeenvoy.xds.translator.Nodes.gateway;
import static io.modeenvoy.xds.translator.Nodes.host;
import static io.modeenvoy.xds.translator.Nodes.http;
import static io.modeenvoy.xds.translator.Nodes.object;
import static io.modeenvoy.xds.translator.Nodes.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.Port;
import io.modeenvoy.ir.RouteIr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The real Envoy has died of attempt-level streams before; here many run side by side, with bodies far over its write watermark. */
@Tag("envoy")
class AttemptsUnderLoadLiveTest {
    private static final int CALLS = 200;
    private static final int AT_ONCE = 16;
    private static final int LARGEST = 1 << 20;

    @Test
    void everyCallFailsOverAndEnvoyLives() throws Exception {
        RouteIr.AiRule rule = aiRule("failover", true, null, target("a", 1, "a", "b"), target("b", 1, "b", "a"));
        try (Upstream first = new Upstream(503);
                Upstream second = new Upstream(200);
                Gateway gateway = Gateway.start(
                        ir(rule, backend("a", first.port()), backend("b", second.port())),
                        new FakeExtProc("ai/chat/failover", Map.of()));
                var callers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int call = 0; call < CALLS; call++) {
                String body = "x".repeat(1 + (int) ((long) call * LARGEST / CALLS));
                answers.add(callers.submit(
                        () -> gateway.post("/v1/chat/completions", body).statusCode()));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
            assertThat(gateway.log(CALLS)).hasSize(CALLS);
        }
    }

    private static Ir ir(RouteIr.AiRule rule, ClusterIr... clusters) {
        RouteIr entry = new RouteIr.AiEntry("ai-entry", object("AIRoute", "chat"), "gateways/edge/80/*", "/v1/");
        return Nodes.ir(List.of(gateway("edge", http("edge", 80, host("*", rule, entry)))), clusters);
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
}
