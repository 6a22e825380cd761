package io.modeenvoy.xds.translator;

import static io.modeenvoy.xds.translator.Nodes.forward;
import static io.modeenvoy.xds.translator.Nodes.gateway;
import static io.modeenvoy.xds.translator.Nodes.host;
import static io.modeenvoy.xds.translator.Nodes.http;
import static io.modeenvoy.xds.translator.Nodes.prefix;
import static io.modeenvoy.xds.translator.Nodes.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.Port;
import io.modeenvoy.ir.PortIr;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a client says in headers, on the real Envoy: it neither steers Envoy nor reaches an upstream. */
@Tag("envoy")
class ClientHeadersLiveTest {
    private static final String KEY = "me_live_0123456789_" + "a".repeat(43) + "0Zz9Aa";

    @Test
    void obeysNoHeaderThatSteersEnvoy() throws Exception {
        try (Upstream upstream = new Upstream(503);
                Gateway gateway = open(upstream)) {
            int status = gateway.get(
                            "/cart",
                            "x-envoy-retry-on",
                            "5xx",
                            "x-envoy-max-retries",
                            "50",
                            "x-envoy-upstream-rq-timeout-ms",
                            "1",
                            "x-envoy-upstream-alt-stat-name",
                            "theirs",
                            "x-envoy-original-path",
                            "/theirs")
                    .statusCode();

            assertThat(status).isEqualTo(503);
            assertThat(upstream.requests).hasSize(1);
            assertThat(headers(upstream))
                    .noneMatch(header -> header.contains("theirs"))
                    .noneMatch(header -> header.startsWith("x-envoy-internal"));
        }
    }

    @Test
    void keepsOurKeysFromUpstreamsThatAskForNone() throws Exception {
        try (Upstream upstream = new Upstream(200);
                Gateway gateway = open(upstream)) {
            gateway.get("/cart", "authorization", "Bearer " + KEY, "x-api-key", KEY, "api-key", KEY);
            assertThat(headers(upstream)).noneMatch(header -> header.contains("me_live"));

            gateway.get("/cart", "authorization", "Bearer me_is_no_key", "x-api-key", KEY);
            assertThat(headers(upstream)).contains("authorization=bearer me_is_no_key");
            assertThat(headers(upstream)).noneMatch(header -> header.contains("me_live"));
        }
    }

    private static List<String> headers(Upstream upstream) {
        return upstream.headers.stream()
                .map(header -> header.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Gateway open(Upstream upstream) throws Exception {
        ClusterIr cluster =
                Nodes.cluster("upstream", new ClusterIr.Location.Dns("127.0.0.1", new Port(upstream.port())), null);
        PortIr port = http("edge", 80, host("*", route("all", prefix("/"), forward("upstream"))));
        return Gateway.start(Nodes.ir(gateway("edge", port), cluster));
    }
}
