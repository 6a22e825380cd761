package io.modeenvoy.xds.translator;

import static io.modeenvoy.xds.translator.Nodes.OPEN;
import static io.modeenvoy.xds.translator.Nodes.gateway;
import static io.modeenvoy.xds.translator.Nodes.host;
import static io.modeenvoy.xds.translator.Nodes.http;
import static io.modeenvoy.xds.translator.Nodes.match;
import static io.modeenvoy.xds.translator.Nodes.prefix;
import static io.modeenvoy.xds.translator.Nodes.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.HeaderChanges;
import io.modeenvoy.ir.HeaderChanges.Header;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.HttpAction.Forward;
import io.modeenvoy.ir.HttpAction.PathChange;
import io.modeenvoy.ir.HttpAction.Redirect;
import io.modeenvoy.ir.HttpAction.Rewrite;
import io.modeenvoy.ir.HttpAction.WeightedCluster;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.Port;
import io.modeenvoy.ir.RequestMatch.PathMatch;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.Timeouts;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** HTTP routes on the real Envoy. */
@Tag("envoy")
class HttpRouteLiveTest {
    private final Upstream upstream = new Upstream(200);

    @Test
    void asksTheServicesThatTheRouteNames() throws Exception {
        FakeAuthz authz = new FakeAuthz();
        FakeRateLimit limits = new FakeRateLimit(Code.OK);
        try (upstream;
                Gateway gateway = Gateway.start(ir(guarded(true, true)), authz, limits)) {
            assertThat(gateway.get("/cart", "authorization", "Bearer secret", "x-modeenvoy-key", "spoofed")
                            .statusCode())
                    .isEqualTo(200);

            assertThat(authz.extensions).singleElement().asString().contains("modeenvoy.route=httproute/shop/cart");
            assertThat(limits.descriptors).containsExactly("modeenvoy route=httproute/shop/cart tenant=shop");
            assertThat(headers())
                    .contains("x-modeenvoy-tenant=shop")
                    .noneMatch(header -> header.contains("secret") || header.contains("spoofed"));
            assertThat(gateway.log(1)).singleElement().asString().contains("\"tenant\":\"shop\"", "\"path\":\"/cart\"");
        }
    }

    @Test
    void stopsCallsOverTheLimit() throws Exception {
        try (upstream;
                Gateway gateway = Gateway.start(ir(guarded(false, true)), new FakeRateLimit(Code.OVER_LIMIT))) {
            assertThat(gateway.get("/cart").statusCode()).isEqualTo(429);
            assertThat(upstream.requests).isEmpty();
        }
    }

    @Test
    void failsClosedWhenAServiceIsAway() throws Exception {
        try (upstream;
                Gateway gateway = Gateway.start(ir(
                        withGuard(route("authz", prefix("/a"), to(null)), true, false),
                        withGuard(route("limit", prefix("/l"), to(null)), false, true)))) {
            assertThat(gateway.get("/a").statusCode()).isEqualTo(503);
            assertThat(gateway.get("/l").statusCode()).isEqualTo(503);
            assertThat(upstream.requests).isEmpty();
        }
    }

    @Test
    void cleansPathsBeforeAnythingLooksAtThem() throws Exception {
        FakeAuthz authz = new FakeAuthz();
        try (upstream;
                Gateway gateway = Gateway.start(
                        ir(
                                withGuard(route("admin", prefix("/admin"), to(null)), true, false),
                                route("rest", prefix("/"), to(null))),
                        authz)) {
            gateway.raw("GET /open/../admin/x HTTP/1.1");
            gateway.raw("GET //admin/x HTTP/1.1");
            assertThat(authz.paths).containsExactly("/admin/x", "/admin/x");
            assertThat(gateway.raw("GET /open%2f..%2fadmin HTTP/1.1")).contains("400");
            assertThat(gateway.raw("GET /open%5Cadmin HTTP/1.1")).contains("400");
        }
    }

    @Test
    void rewritesPathsByWholeElements() throws Exception {
        try (upstream;
                Gateway gateway = Gateway.start(ir(
                        route("full", match(new PathMatch.Exact("/full")), to(new PathChange.Full("/x"))),
                        route("strip", prefix("/api/v1.0"), to(new PathChange.Prefix("/"))),
                        route("swap", prefix("/a"), to(new PathChange.Prefix("/b"))),
                        route("nest", prefix("/"), to(new PathChange.Prefix("/deep")))))) {
            for (String path :
                    List.of("/full?q=1", "/api/v1.0/c?q=1", "/api/v1.0", "/a/c?q=/a/", "/a", "/ab", "/?q=1")) {
                gateway.get(path);
            }
            assertThat(upstream.requests.stream().map(request -> request.split(" ", -1)[2]))
                    .containsExactly("/x?q=1", "/c?q=1", "/", "/b/c?q=/a/", "/b", "/deep/ab", "/deep/?q=1");
        }
    }

    @Test
    void redirectsWithTheQuery() throws Exception {
        try (upstream;
                Gateway gateway = Gateway.start(ir(
                        route(
                                "https",
                                prefix("/s"),
                                new Redirect("https", new Hostname("shop.example.com"), new Port(443), null, 301)),
                        route(
                                "moved",
                                prefix("/old"),
                                new Redirect(null, null, null, new PathChange.Prefix("/new"), 302))))) {
            var secure = gateway.get("/s/a?b=c");
            var moved = gateway.get("/old/x?y=z");

            assertThat(secure.statusCode()).isEqualTo(301);
            assertThat(secure.headers().firstValue("location")).hasValue("https://shop.example.com/s/a?b=c");
            assertThat(moved.headers().firstValue("location"))
                    .hasValue("http://127.0.0.1:" + gateway.port() + "/new/x?y=z");
        }
    }

    @Test
    void changesHeadersAsWritten() throws Exception {
        HeaderChanges changes = new HeaderChanges(
                List.of(new Header("x-set", "100%")), List.of(new Header("x-add", "b")), List.of("x-gone"));
        RouteIr route = new RouteIr.Http(
                "changed",
                Nodes.object("HTTPRoute", "cart"),
                prefix("/"),
                to(null),
                changes,
                changes,
                Timeouts.NONE,
                OPEN);
        try (upstream;
                Gateway gateway = Gateway.start(ir(route))) {
            var response = gateway.get("/", "x-set", "a", "x-add", "a", "x-gone", "a");

            assertThat(headers()).contains("x-set=100%", "x-add=a,b").noneMatch(header -> header.startsWith("x-gone"));
            assertThat(response.headers().firstValue("x-set")).hasValue("100%");
            assertThat(response.headers().firstValue("server")).hasValue("modeenvoy");
        }
    }

    @Test
    void answers404WhereNoRouteMatches() throws Exception {
        try (upstream;
                Gateway gateway = Gateway.start(ir(route("a", prefix("/a"), to(null))))) {
            assertThat(gateway.get("/b").statusCode()).isEqualTo(404);
        }
    }

    private List<String> headers() {
        return upstream.headers.stream()
                .map(header -> header.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static RouteIr guarded(boolean authorize, boolean limit) {
        return withGuard(route("guarded", prefix("/"), to(null)), authorize, limit);
    }

    private static RouteIr withGuard(RouteIr.Http open, boolean authorize, boolean limit) {
        return new RouteIr.Http(
                open.name(),
                open.origin(),
                open.match(),
                open.action(),
                open.requestHeaders(),
                open.responseHeaders(),
                open.timeouts(),
                new RouteIr.Guard(open.guard().route(), authorize, limit));
    }

    private static Forward to(@org.jspecify.annotations.Nullable PathChange path) {
        return new Forward(
                List.of(new WeightedCluster("upstream", 1, HeaderChanges.NONE, HeaderChanges.NONE)),
                path == null ? null : new Rewrite(null, path));
    }

    private Ir ir(RouteIr... routes) {
        ClusterIr cluster =
                Nodes.cluster("upstream", new ClusterIr.Location.Dns("127.0.0.1", new Port(upstream.port())), null);
        return Nodes.ir(List.of(gateway("edge", http("edge", 80, host("*", routes)))), cluster);
    }
}
