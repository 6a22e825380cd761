package io.modeenvoy.xds.translator;

import static io.modeenvoy.xds.translator.Nodes.aiRule;
import static io.modeenvoy.xds.translator.Nodes.forward;
import static io.modeenvoy.xds.translator.Nodes.gateway;
import static io.modeenvoy.xds.translator.Nodes.host;
import static io.modeenvoy.xds.translator.Nodes.http;
import static io.modeenvoy.xds.translator.Nodes.object;
import static io.modeenvoy.xds.translator.Nodes.prefix;
import static io.modeenvoy.xds.translator.Nodes.route;
import static io.modeenvoy.xds.translator.Nodes.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.ir.AddressRange;
import io.modeenvoy.ir.AddressRules;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.ClusterIr.Location;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.Port;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.Timeouts;
import io.modeenvoy.testkit.dns.Doorbell;
import io.modeenvoy.testkit.dns.FakeDns;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that lead where they must not, on the real Envoy. Of this machine's addresses {@value #GOOD} is allowed here, {@value #BAD} is not. */
@Tag("envoy")
class AddressLiveTest {
    private static final String NAME = "models.example.com";
    private static final String GOOD = "127.0.0.9";
    private static final String BAD = "127.0.0.66";
    private static final String NOBODY = "127.0.0.10";
    private static final AddressRules RULES = new AddressRules(
            List.of(), List.of(AddressRange.parse("127.0.0.8/29").orElseThrow()));

    private FakeDns dns;
    private Doorbell bad;

    @BeforeEach
    void listen() throws IOException {
        dns = FakeDns.start();
        bad = Doorbell.at(BAD);
    }

    @AfterEach
    void close() throws IOException {
        dns.close();
        bad.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BAD,
                "169.254.169.254",
                "168.63.129.16",
                "100.100.100.200",
                "10.0.0.1",
                "::1",
                "fd00:ec2::254",
                "64:ff9b::169.254.169.254",
                "::7f00:42"
            })
    void aNameOfARefusedAddressIsNotConnectedTo(String address) throws Exception {
        dns.says(NAME, address);
        try (Gateway gateway = Gateway.start(routed(), dns)) {
            assertThat(gateway.get("/").statusCode()).isEqualTo(403);

            assertThat(gateway.log(1))
                    .singleElement()
                    .asString()
                    .contains("rbac_access_denied_matched_policy[provider-address]");
            assertThat(bad.rings()).isZero();
        }
    }

    @Test
    void aNameThatChangesItsMindIsNotFollowed() throws Exception {
        dns.says(NAME, GOOD);
        try (Upstream good = new Upstream(200, new InetSocketAddress(InetAddress.ofLiteral(GOOD), bad.port()));
                Gateway gateway = Gateway.start(routed(), dns)) {
            assertThat(gateway.get("/").statusCode()).isEqualTo(200);

            dns.says(NAME, BAD);
            gateway.await("another mind", () -> status(gateway) != 200);

            assertThat(gateway.get("/").statusCode()).isEqualTo(403);
            assertThat(good.requests).isNotEmpty();
            assertThat(bad.rings()).isZero();
        }
    }

    /** Envoy tries the addresses of a LOGICAL_DNS host in turn, and judges the first alone. */
    @Test
    void aRefusedAddressBehindOneThatDoesNotAnswerIsNotTried() throws Exception {
        dns.says(NAME, NOBODY, BAD);
        try (Gateway gateway = Gateway.start(routed(), dns)) {
            for (int call = 0; call < 20; call++) {
                assertThat(gateway.get("/").statusCode()).isIn(403, 503);
            }

            assertThat(bad.rings()).isZero();
        }
    }

    @Test
    void anAttemptAtARefusedAddressIsNotMadeAndItsCredentialNotPut() throws Exception {
        dns.says(NAME, BAD);
        FakeExtProc extProc = new FakeExtProc("ai/chat/rule", Map.of());
        RouteIr.AiRule rule = FirstTokenCases.timed("rule", Timeouts.NONE, true, target("named", 1, "named"));
        try (Gateway gateway = Gateway.start(ir(rule, named("airule/ai/chat/named")), dns, extProc)) {
            assertThat(gateway.post("/v1/chat/completions", "{}").statusCode()).isEqualTo(403);

            assertThat(extProc.attempts).isEmpty();
            assertThat(bad.rings()).isZero();
        }
    }

    @Test
    void anAttemptThatWaitsForItsFirstTokenDoesNotReachARefusedAddress() throws Exception {
        dns.says(NAME, BAD);
        FakeExtProc extProc = new FakeExtProc("ai/chat/rule", Map.of());
        Ir ir = ir(aiRule("rule", true, null, target("named", 1, "named")), named("airule/ai/chat/named"));
        try (Gateway gateway = Gateway.start(ir, dns, extProc)) {
            assertThat(gateway.post("/v1/chat/completions", "{}").statusCode()).isEqualTo(403);

            assertThat(bad.rings()).isZero();
        }
    }

    /** A Service's endpoints are where the cluster says they are, beside a name that is judged as well. */
    @Test
    void aServiceBesideANameIsNotJudged() throws Exception {
        dns.says(NAME, BAD);
        FakeExtProc extProc = new FakeExtProc("ai/chat/rule", Map.of());
        try (Upstream inside = new Upstream(200)) {
            ClusterIr service = new ClusterIr(
                    "airule/ai/chat/inside",
                    object("AIRoute", "chat"),
                    new Location.Endpoints("service/ai/inside/80"),
                    null,
                    "ai/inside",
                    null,
                    "inside");
            Ir ir = Ir.of(
                    ir(aiRule("rule", true, null, target("inside", 1, "inside", "named")))
                            .gateways(),
                    List.of(service, named("airule/ai/chat/named")),
                    List.of(new EndpointsIr(
                            "service/ai/inside/80",
                            object("Service", "inside"),
                            List.of(new EndpointsIr.Endpoint("127.0.0.1", new Port(inside.port()))))),
                    List.of(),
                    List.of());
            try (Gateway gateway = Gateway.start(ir, dns, extProc)) {
                assertThat(gateway.post("/v1/chat/completions", "{}").statusCode())
                        .isEqualTo(200);
            }
        }
    }

    private static int status(Gateway gateway) {
        try {
            return gateway.get("/").statusCode();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Ir routed() {
        return Nodes.ir(
                List.of(gateway("edge", http("edge", 80, host("*", route("any", prefix("/"), forward("upstream")))))),
                named("upstream"));
    }

    private static Ir ir(RouteIr.AiRule rule, ClusterIr... clusters) {
        RouteIr entry = new RouteIr.AiEntry("ai-entry", object("AIRoute", "chat"), "gateways/edge/80/*", "/v1/");
        return Nodes.ir(List.of(gateway("edge", http("edge", 80, host("*", rule, entry)))), clusters);
    }

    private ClusterIr named(String name) {
        return new ClusterIr(
                name,
                object("ModelProvider", "named"),
                new Location.Dns(NAME + ".", new Port(bad.port()), RULES),
                null,
                "ai/named",
                null,
                "named");
    }
}
