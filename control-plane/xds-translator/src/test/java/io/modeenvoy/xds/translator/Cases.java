package io.modeenvoy.xds.translator;

import static io.modeenvoy.xds.translator.Nodes.OPEN;
import static io.modeenvoy.xds.translator.Nodes.aiRule;
import static io.modeenvoy.xds.translator.Nodes.backend;
import static io.modeenvoy.xds.translator.Nodes.certificate;
import static io.modeenvoy.xds.translator.Nodes.cluster;
import static io.modeenvoy.xds.translator.Nodes.forward;
import static io.modeenvoy.xds.translator.Nodes.gateway;
import static io.modeenvoy.xds.translator.Nodes.gatewayRef;
import static io.modeenvoy.xds.translator.Nodes.host;
import static io.modeenvoy.xds.translator.Nodes.hosts;
import static io.modeenvoy.xds.translator.Nodes.http;
import static io.modeenvoy.xds.translator.Nodes.ir;
import static io.modeenvoy.xds.translator.Nodes.match;
import static io.modeenvoy.xds.translator.Nodes.object;
import static io.modeenvoy.xds.translator.Nodes.prefix;
import static io.modeenvoy.xds.translator.Nodes.route;
import static io.modeenvoy.xds.translator.Nodes.service;
import static io.modeenvoy.xds.translator.Nodes.target;

import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.ClusterIr.Location;
import io.modeenvoy.ir.ClusterIr.UpstreamTls;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.EndpointsIr.Endpoint;
import io.modeenvoy.ir.GatewayIr;
import io.modeenvoy.ir.HeaderChanges;
import io.modeenvoy.ir.HeaderChanges.Header;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.HttpAction.Forward;
import io.modeenvoy.ir.HttpAction.PathChange;
import io.modeenvoy.ir.HttpAction.Redirect;
import io.modeenvoy.ir.HttpAction.Respond;
import io.modeenvoy.ir.HttpAction.Rewrite;
import io.modeenvoy.ir.HttpAction.WeightedCluster;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.ListenerIr;
import io.modeenvoy.ir.Port;
import io.modeenvoy.ir.PortIr;
import io.modeenvoy.ir.RequestMatch;
import io.modeenvoy.ir.RequestMatch.PathMatch;
import io.modeenvoy.ir.RequestMatch.ValueMatch;
import io.modeenvoy.ir.Retry;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.RouteIr.AiTarget;
import io.modeenvoy.ir.Timeouts;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.ir.VirtualHostIr;
import io.modeenvoy.policy.AccessMode;
import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteAccess;
import io.modeenvoy.policy.RouteRef;
import io.modeenvoy.policy.SecretValue;
import io.modeenvoy.policy.TenantPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The golden cases' IRs by the name of their directory. */
final class Cases {
    private Cases() {}

    static SortedMap<String, Ir> all() {
        SortedMap<String, Ir> cases = new TreeMap<>();
        cases.put("a-gateway-without-routes-has-an-empty-table", ir(gateway("edge", http("edge", 80))));
        cases.put("requests-are-matched-by-path-method-headers-and-query", matches());
        cases.put("requests-are-shared-by-weight-and-changed-on-the-way", weights());
        cases.put("redirects-and-rewrites-change-host-and-path", redirects());
        cases.put("a-rule-without-backends-answers-500", noBackends());
        cases.put("a-guarded-route-asks-ext-authz-and-ext-ratelimit", guarded());
        cases.put("https-listeners-are-told-apart-by-server-name", https());
        cases.put("an-egress-proxy-has-the-plain-ports-on-loopback", egress());
        cases.put("addresses-of-names-are-judged-before-they-are-connected-to", AddressCases.judged());
        cases.put("upstreams-are-found-by-name-address-or-endpoints", upstreams());
        cases.put("an-ai-rule-with-one-backend-is-sent-in-one-exchange", oneBackend());
        cases.put("an-ai-rule-with-several-backends-rewrites-each-attempt", severalBackends());
        cases.put("an-ai-rule-with-a-time-to-its-first-token-waits-inside", FirstTokenCases.ir());
        cases.put("each-gateway-gets-only-what-its-routes-name", twoGateways());
        cases.put("services-get-policies-and-proxies-do-not", policies());
        cases.putAll(GatewayApiCases.all());
        return cases;
    }

    private static Ir matches() {
        ValueMatch gold = new ValueMatch("x-tier", "gold", false);
        ValueMatch number = new ValueMatch("id", "[0-9]+", true);
        return ir(
                gateway(
                        "edge",
                        http(
                                "edge",
                                80,
                                host(
                                        "shop.example.com",
                                        route("exact", match(new PathMatch.Exact("/cart"))),
                                        route("regex", match(new PathMatch.Regex("/item/[0-9]+"))),
                                        route(
                                                "all-of",
                                                new RequestMatch(
                                                        new PathMatch.Prefix("/a/"),
                                                        "POST",
                                                        List.of(gold),
                                                        List.of(number))),
                                        route("rest", prefix("/"))),
                                host("*.example.com", route("prefix", prefix("/shop"))),
                                host("*", route("any", prefix("/"))))),
                service("cart"));
    }

    private static Ir weights() {
        HeaderChanges changes = new HeaderChanges(
                List.of(new Header("x-set", "100%"), new Header("host", "no")),
                List.of(new Header("x-add", "a")),
                List.of("x-gone"));
        Forward split = new Forward(
                List.of(
                        new WeightedCluster("service/shop/cart/80", 90, HeaderChanges.NONE, HeaderChanges.NONE),
                        new WeightedCluster("service/shop/next/80", 10, changes, changes),
                        new WeightedCluster("service/shop/off/80", 0, HeaderChanges.NONE, HeaderChanges.NONE)),
                null);
        Timeouts timeouts = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofMillis(1500));
        return ir(
                gateway(
                        "edge",
                        http(
                                "edge",
                                80,
                                host(
                                        "*",
                                        new RouteIr.Http(
                                                "shop/cart/split",
                                                object("HTTPRoute", "cart"),
                                                prefix("/"),
                                                split,
                                                changes,
                                                changes,
                                                timeouts,
                                                OPEN)))),
                service("cart"),
                service("next"),
                service("off"));
    }

    private static Ir redirects() {
        Hostname other = new Hostname("other.example.com");
        return ir(
                gateway(
                        "edge",
                        http(
                                "edge",
                                80,
                                host(
                                        "*",
                                        route(
                                                "https",
                                                prefix("/s"),
                                                new Redirect("https", null, new Port(443), null, 301)),
                                        route(
                                                "moved",
                                                prefix("/old"),
                                                new Redirect(null, other, null, new PathChange.Prefix("/new"), 302)),
                                        route(
                                                "whole",
                                                prefix("/all"),
                                                new Redirect(null, null, null, new PathChange.Full("/one"), 308)),
                                        route("strip", prefix("/api/v1.0"), rewrite(null, new PathChange.Prefix("/"))),
                                        route("swap", prefix("/a"), rewrite(other, new PathChange.Prefix("/b"))),
                                        route("full", prefix("/f"), rewrite(null, new PathChange.Full("/x\\1"))),
                                        route("nest", prefix("/"), rewrite(null, new PathChange.Prefix("/deep")))))),
                service("cart"));
    }

    private static Forward rewrite(@org.jspecify.annotations.Nullable Hostname hostname, PathChange path) {
        return new Forward(
                List.of(new WeightedCluster("service/shop/cart/80", 1, HeaderChanges.NONE, HeaderChanges.NONE)),
                new Rewrite(hostname, path));
    }

    private static Ir noBackends() {
        Forward off = new Forward(
                List.of(new WeightedCluster("service/shop/cart/80", 0, HeaderChanges.NONE, HeaderChanges.NONE)), null);
        return ir(
                gateway(
                        "edge",
                        http(
                                "edge",
                                80,
                                host(
                                        "*",
                                        route("missing", prefix("/missing"), new Respond(500, "")),
                                        aiRule("off", false, null, target("ai/openai", 0, "openai")),
                                        route("off", prefix("/off"), off),
                                        route("teapot", prefix("/"), new Respond(418, "short and stout"))))),
                backend("openai", "api.example.com"),
                service("cart"));
    }

    private static Ir guarded() {
        RouteRef cart = new RouteRef(RouteRef.Kind.HTTP_ROUTE, new NamespacedName("shop", "cart"));
        return ir(
                gateway(
                        "edge",
                        http(
                                "edge",
                                80,
                                host(
                                        "*",
                                        guardedRoute("both", "/both", new RouteIr.Guard(cart, true, true)),
                                        guardedRoute("limit", "/limit", new RouteIr.Guard(cart, false, true)),
                                        guardedRoute("authorize", "/", new RouteIr.Guard(cart, true, false))))),
                service("cart"));
    }

    private static RouteIr guardedRoute(String name, String prefix, RouteIr.Guard guard) {
        RouteIr.Http open = route(name, prefix(prefix));
        return new RouteIr.Http(
                open.name(),
                open.origin(),
                open.match(),
                open.action(),
                HeaderChanges.NONE,
                HeaderChanges.NONE,
                Timeouts.NONE,
                guard);
    }

    private static Ir egress() {
        ListenerIr open = ListenerIr.of(
                "gateways/edge/8080",
                object("Gateway", "edge"),
                new Port(8080),
                Hostname.ANY,
                null,
                List.of(host("shop.example.com", route("any", prefix("/")))));
        Ir secure = https();
        GatewayIr edge = secure.gateways().getFirst();
        PortIr plain = new PortIr("gateways/edge/8080", gatewayRef("edge"), new Port(8080), List.of(open));
        return new Ir(
                List.of(new GatewayIr(
                        edge.origin(), List.of(edge.ports().getFirst(), plain), List.of("payments", "shop"))),
                secure.clusters(),
                secure.endpoints(),
                secure.secrets(),
                secure.policies());
    }

    private static Ir https() {
        String port = "gateways/edge/443";
        ListenerIr shop = ListenerIr.of(
                port + "/shop",
                object("Gateway", "edge"),
                new Port(443),
                new Hostname("shop.example.com"),
                new ListenerIr.Tls(List.of("secret/gateways/shop")),
                List.of(host("shop.example.com", route("any", prefix("/")))));
        ListenerIr rest = ListenerIr.of(
                port + "/rest",
                object("Gateway", "edge"),
                new Port(443),
                Hostname.ANY,
                new ListenerIr.Tls(List.of("secret/gateways/rest")),
                List.of());
        GatewayIr gateway = new GatewayIr(
                gatewayRef("edge"), List.of(new PortIr(port, gatewayRef("edge"), new Port(443), List.of(rest, shop))));
        return Ir.of(
                List.of(gateway),
                List.of(service("cart")),
                List.of(hosts("cart")),
                List.of(certificate("secret/gateways/rest"), certificate("secret/gateways/shop")),
                List.of());
    }

    private static Ir upstreams() {
        List<ClusterIr> clusters = List.of(
                cluster("modelprovider/ai/address", new Location.Dns("127.0.0.1", new Port(9000)), null),
                cluster(
                        "modelprovider/ai/mutual",
                        new Location.Dns("models.example.com", new Port(8443)),
                        new UpstreamTls(new Hostname("models.example.com"), "trust/ai/ca", "secret/ai/client")),
                cluster(
                        "modelprovider/ai/public",
                        new Location.Dns("api.example.com", new Port(443)),
                        new UpstreamTls(new Hostname("api.example.com"), null, null)),
                service("cart"),
                service("gone"));
        RouteIr[] routes = clusters.stream()
                .map(cluster -> route(
                        cluster.name(),
                        prefix("/" + cluster.name()),
                        new Forward(
                                List.of(new WeightedCluster(cluster.name(), 1, HeaderChanges.NONE, HeaderChanges.NONE)),
                                null)))
                .toArray(RouteIr[]::new);
        return Ir.of(
                List.of(gateway("edge", http("edge", 80, host("*", routes)))),
                clusters,
                List.of(new EndpointsIr(
                        "service/shop/cart/80",
                        object("Service", "cart"),
                        List.of(new Endpoint("10.0.0.1", new Port(80)), new Endpoint("10.0.0.2", new Port(80))))),
                List.of(
                        certificate("secret/ai/client"),
                        new TlsSecretIr.Trust("trust/ai/ca", object("Secret", "ca"), Nodes.pem("certificate"))),
                List.of());
    }

    private static Ir oneBackend() {
        return ir(
                gateway(
                        "edge",
                        http("edge", 80, aiHost(aiRule("chat", false, null, target("ai/openai", 1, "openai"))))),
                backend("openai", "api.example.com"));
    }

    private static Ir severalBackends() {
        Retry retry = new Retry(2, Set.of(Retry.Condition.CONNECT_FAILURE, Retry.Condition.TOO_MANY_REQUESTS));
        AiTarget first = target("ai/openai", 90, "openai", "llama");
        AiTarget second = target("ai/other", 10, "other", "llama");
        return Ir.of(
                List.of(gateway(
                        "edge",
                        http(
                                "edge",
                                80,
                                aiHost(
                                        aiRule("failover", true, null, first),
                                        aiRule("weighted", true, retry, first, second))))),
                List.of(
                        backend("llama", "llama.example.com"),
                        backend("openai", "api.example.com"),
                        new ClusterIr(
                                "airule/ai/chat/other",
                                object("AIRoute", "chat"),
                                new Location.Endpoints("service/shop/cart/80"),
                                null,
                                "ai/other",
                                null,
                                null)),
                List.of(hosts("cart")),
                List.of(),
                List.of());
    }

    private static Ir twoGateways() {
        return ir(
                List.of(
                        gateway("edge", http("edge", 80, host("*", route("cart", prefix("/"))))),
                        gateway(
                                "inner",
                                http(
                                        "inner",
                                        81,
                                        host("*", route("next", prefix("/"), forward("service/shop/next/80")))))),
                service("cart"),
                service("never"),
                service("next"));
    }

    private static Ir policies() {
        RouteRef chat = new RouteRef(RouteRef.Kind.AI_ROUTE, new NamespacedName("ai", "chat"));
        return Ir.of(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        new Ir.PolicyNode(object("Tenant", "ai"), new TenantPolicy("ai", false)),
                        new Ir.PolicyNode(object("AIRoute", "chat"), new RouteAccess(chat, AccessMode.TENANT, "ai")),
                        new Ir.PolicyNode(
                                object("AIRoute", "chat"),
                                new AiEntryPolicy("gateways/edge/80/*", List.of(new NamespacedName("ai", "chat")))),
                        new Ir.PolicyNode(
                                object("Secret", "openai"),
                                new SecretValue("secret/ai/openai/apiKey", "sk-1".getBytes(StandardCharsets.UTF_8)))));
    }

    static VirtualHostIr aiHost(RouteIr... rules) {
        RouteIr entry = new RouteIr.AiEntry("ai-entry", object("AIRoute", "chat"), "gateways/edge/80/*", "/v1/");
        RouteIr[] routes = java.util.stream.Stream.concat(
                        java.util.Arrays.stream(rules), java.util.stream.Stream.of(entry))
                .toArray(RouteIr[]::new);
        return host("*", routes);
    }
}
