package io.modeenvoy.xds.translator;

import static io.modeenvoy.xds.translator.Nodes.aiRule;
import static io.modeenvoy.xds.translator.Nodes.gateway;
import static io.modeenvoy.xds.translator.Nodes.host;
import static io.modeenvoy.xds.translator.Nodes.http;
import static io.modeenvoy.xds.translator.Nodes.object;
import static io.modeenvoy.xds.translator.Nodes.target;

import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.Cors;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.Port;
import io.modeenvoy.ir.Retry;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Rules with a time to their first token, one backend and several; on a host that browsers of another site may call. */
final class FirstTokenCases {
    private static final Timeouts TIMES =
            new Timeouts(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(20));

    private FirstTokenCases() {}

    static Ir ir() {
        Cors cors = new Cors(
                List.of(new Cors.Origin.Exact("https://app.example.com")),
                false,
                List.of("GET", "POST"),
                List.of("*"),
                List.of("*"),
                Duration.ofSeconds(5));
        RouteIr entry = new RouteIr.AiEntry("ai-entry", object("AIRoute", "chat"), "gateways/edge/80/*", "/v1/", cors);
        return Nodes.ir(
                List.of(gateway(
                        "edge",
                        http(
                                "edge",
                                80,
                                host(
                                        "*",
                                        timed("one", TIMES, false, target("ai/openai", 1, "openai")),
                                        timed("several", TIMES, true, target("ai/openai", 1, "openai", "llama")),
                                        entry)))),
                backend("openai"),
                backend("llama"));
    }

    static RouteIr.AiRule timed(String name, Timeouts timeouts, boolean attemptLevel, RouteIr.AiTarget target) {
        RouteIr.AiRule rule = aiRule(name, attemptLevel, null, target);
        return new RouteIr.AiRule(
                rule.name(),
                rule.origin(),
                rule.entry(),
                rule.selector(),
                rule.targets(),
                rule.attemptLevel(),
                timeouts,
                rule.retry());
    }

    /** A rule of several backends with an attempt after the first, for one reason alone. */
    static RouteIr.AiRule trying(String name, Retry.Condition only, RouteIr.AiTarget target) {
        RouteIr.AiRule rule = timed(name, TIMES, true, target);
        return new RouteIr.AiRule(
                rule.name(),
                rule.origin(),
                rule.entry(),
                rule.selector(),
                rule.targets(),
                rule.attemptLevel(),
                rule.timeouts(),
                new Retry(1, Set.of(only)));
    }

    private static ClusterIr backend(String name) {
        return new ClusterIr(
                "airule/ai/chat/" + name,
                object("AIRoute", "chat"),
                new ClusterIr.Location.Dns(name + ".example.com", new Port(443)),
                null,
                "ai/" + name,
                null,
                name + ".example.com");
    }
}
