package io.modeenvoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.GatewayIr;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.ListenerIr;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.Port;
import io.modeenvoy.ir.PortIr;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.Timeouts;
import io.modeenvoy.ir.VirtualHostIr;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RetiredRulesTest {
    private static final ObjectRef ROUTE = new ObjectRef("AIRoute", "demo", "chat");
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T12:00:00Z"));
    private final RetiredRules retired = new RetiredRules(now::get, GRACE);

    @Test
    void givesTheSameInstanceWhenNothingWasRetired() {
        Ir ir = world("a");

        assertThat(retired.keep(ir)).isSameAs(ir);
        assertThat(retired.next()).isNull();
    }

    @Test
    void keepsARuleThatIsGoneWithItsClusterAndEndpointsForTheGrace() {
        retired.keep(world("a", "b"));

        Ir kept = retired.keep(world("b"));

        assertThat(selectors(kept)).containsExactly("a", "b");
        assertThat(kept.clusters().keySet()).containsExactly("cluster-a", "cluster-b");
        assertThat(kept.endpoints().keySet()).containsExactly("hosts-a", "hosts-b");
        assertThat(retired.next()).isEqualTo(GRACE);
    }

    @Test
    void letsItGoAfterTheGrace() {
        retired.keep(world("a", "b"));
        Ir without = world("b");
        retired.keep(without);

        now.updateAndGet(time -> time.plus(GRACE));

        assertThat(retired.keep(without)).isSameAs(without);
    }

    @Test
    void forgetsARuleThatIsBackAgain() {
        retired.keep(world("a", "b"));
        retired.keep(world("b"));
        Ir back = world("a", "b");

        assertThat(retired.keep(back)).isSameAs(back);
    }

    @Test
    void givesTheRetiredRuleANameOfItsOwn() {
        retired.keep(world("a"));

        assertThat(routes(retired.keep(world("b"))).map(RouteIr::name)).containsExactly("retired/a", "airule/b");
    }

    private static List<String> selectors(Ir ir) {
        return routes(ir)
                .map(route -> route instanceof RouteIr.AiRule rule ? rule.selector() : "")
                .toList();
    }

    private static Stream<RouteIr> routes(Ir ir) {
        return ir
                .gateways()
                .getFirst()
                .ports()
                .getFirst()
                .listeners()
                .getFirst()
                .virtualHosts()
                .values()
                .iterator()
                .next()
                .routes()
                .stream();
    }

    private static Ir world(String... selectors) {
        ObjectRef gateway = new ObjectRef("Gateway", "demo", "edge");
        List<RouteIr> rules = Stream.of(selectors).map(RetiredRulesTest::rule).toList();
        VirtualHostIr host = new VirtualHostIr("demo/edge/8080/*", Hostname.ANY, rules);
        ListenerIr listener =
                ListenerIr.of("demo/edge/8080", gateway, new Port(8080), Hostname.ANY, null, List.of(host));
        PortIr port = new PortIr("demo/edge/8080", gateway, new Port(8080), List.of(listener));
        return Ir.of(
                List.of(new GatewayIr(gateway, List.of(port))),
                Stream.of(selectors).map(RetiredRulesTest::cluster).toList(),
                Stream.of(selectors)
                        .map(selector -> new EndpointsIr("hosts-" + selector, ROUTE, List.of()))
                        .toList(),
                List.of(),
                List.of());
    }

    private static RouteIr rule(String selector) {
        return new RouteIr.AiRule(
                "airule/" + selector,
                ROUTE,
                "demo/edge/8080/*",
                selector,
                List.of(new RouteIr.AiTarget(selector, 1, List.of("cluster-" + selector))),
                false,
                Timeouts.NONE,
                null);
    }

    private static ClusterIr cluster(String selector) {
        return new ClusterIr(
                "cluster-" + selector,
                ROUTE,
                new ClusterIr.Location.Endpoints("hosts-" + selector),
                null,
                null,
                null,
                null);
    }
}
