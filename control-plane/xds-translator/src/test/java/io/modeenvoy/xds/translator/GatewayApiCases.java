package io.modeenvoy.xds.translator;

import static io.modeenvoy.xds.translator.Nodes.certificate;
import static io.modeenvoy.xds.translator.Nodes.gateway;
import static io.modeenvoy.xds.translator.Nodes.gatewayRef;
import static io.modeenvoy.xds.translator.Nodes.host;
import static io.modeenvoy.xds.translator.Nodes.http;
import static io.modeenvoy.xds.translator.Nodes.object;
import static io.modeenvoy.xds.translator.Nodes.pem;
import static io.modeenvoy.xds.translator.Nodes.prefix;
import static io.modeenvoy.xds.translator.Nodes.route;
import static io.modeenvoy.xds.translator.Nodes.service;

import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.ClusterIr.AltName;
import io.modeenvoy.ir.ClusterIr.UpstreamTls;
import io.modeenvoy.ir.Cors;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.EndpointsIr.Endpoint;
import io.modeenvoy.ir.GatewayIr;
import io.modeenvoy.ir.HeaderChanges;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.HttpAction;
import io.modeenvoy.ir.HttpAction.Redirect;
import io.modeenvoy.ir.HttpAction.WeightedCluster;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.ListenerIr;
import io.modeenvoy.ir.Port;
import io.modeenvoy.ir.PortIr;
import io.modeenvoy.ir.RequestMatch.PathMatch;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.TlsSecretIr;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the Gateway API adds to plain routes and Services. */
final class GatewayApiCases {
    private static final String CART = "service/shop/cart/80";

    private GatewayApiCases() {}

    static SortedMap<String, Ir> all() {
        SortedMap<String, Ir> cases = new TreeMap<>();
        cases.put("calls-are-mirrored-and-may-become-web-sockets", forwards());
        cases.put("browsers-of-other-sites-are-answered-first", cors());
        cases.put("redirects-take-their-port-from-scheme-or-listener", redirects());
        cases.put("services-are-spoken-to-as-their-policies-say", upstreams());
        cases.put("endpoints-stand-in-zones-with-all-their-addresses", zones());
        cases.put("expressions-are-as-large-and-paths-as-foreign-as-users-write-them", expressions());
        return cases;
    }

    private static Ir expressions() {
        PathMatch users = new PathMatch.Regex("/users/[0-9]{1,20}/[a-z0-9-]{8,36}");
        HttpAction.Forward home = new HttpAction.Forward(
                List.of(new WeightedCluster(CART, 1, HeaderChanges.NONE, HeaderChanges.NONE)),
                new HttpAction.Rewrite(null, new HttpAction.PathChange.Prefix("/home")));
        return Nodes.ir(
                List.of(gateway(
                        "edge",
                        http(
                                "edge",
                                80,
                                host(
                                        "*",
                                        route("users", Nodes.match(users)),
                                        route("foreign", prefix("/caf\u00e9 (1)"), home),
                                        route("long", prefix("/" + "a.b".repeat(100)), home))))),
                service("cart"));
    }

    private static Ir forwards() {
        HttpAction.Forward mirrored = new HttpAction.Forward(
                List.of(new WeightedCluster(CART, 1, HeaderChanges.NONE, HeaderChanges.NONE)),
                null,
                List.of(
                        new HttpAction.Mirror("service/shop/copy/80", 1_000_000),
                        new HttpAction.Mirror("service/shop/other/80", 2_500)),
                false);
        HttpAction.Forward sockets = new HttpAction.Forward(mirrored.clusters(), null, List.of(), true);
        return Nodes.ir(
                List.of(gateway(
                        "edge",
                        http(
                                "edge",
                                80,
                                host(
                                        "*",
                                        route("mirrored", prefix("/m"), mirrored),
                                        route("ws", prefix("/"), sockets))))),
                service("cart"),
                service("copy"),
                service("other"));
    }

    private static Ir cors() {
        Cors sites = new Cors(
                List.of(
                        new Cors.Origin.Exact("https://www.example.com"),
                        new Cors.Origin.HostSuffix("https", ".example.org", ":8443"),
                        new Cors.Origin.HostSuffix("http", "", "")),
                true,
                List.of("GET", "PUT"),
                List.of("X-One", "X-Two"),
                List.of("*"),
                Duration.ofMinutes(10));
        Cors everyone = new Cors(
                List.of(new Cors.Origin.Any()), false, List.of("*"), List.of("*"), List.of("*"), Duration.ofSeconds(5));
        return Nodes.ir(
                List.of(gateway(
                        "edge",
                        http("edge", 80, host("*", with(sites, "sites", "/s"), with(everyone, "everyone", "/"))))),
                service("cart"));
    }

    private static RouteIr with(@Nullable Cors cors, String name, String prefix) {
        RouteIr.Http plain = route(name, prefix(prefix));
        return new RouteIr.Http(
                plain.name(),
                plain.origin(),
                plain.match(),
                plain.action(),
                plain.requestHeaders(),
                plain.responseHeaders(),
                plain.timeouts(),
                plain.guard(),
                cors);
    }

    private static Ir redirects() {
        RouteIr[] routes = {
            route("host", prefix("/host"), redirect(null, "other.example.com", 0)),
            route("scheme", prefix("/scheme"), redirect("https", null, 0)),
            route("both", prefix("/both"), redirect("https", "other.example.com", 0)),
            route("port", prefix("/port"), redirect(null, "other.example.com", 8443)),
            route("path", prefix("/"), redirect(null, null, 0))
        };
        ListenerIr secure = ListenerIr.of(
                "gateways/edge/443/https",
                gatewayRef("edge"),
                new Port(443),
                Hostname.ANY,
                new ListenerIr.Tls(List.of("secret/gateways/edge")),
                List.of(host("*", routes)));
        PortIr port = new PortIr("gateways/edge/443", gatewayRef("edge"), new Port(443), List.of(secure));
        GatewayIr gateway =
                gateway("edge", http("edge", 80, host("*", routes)), port, http("edge", 8080, host("*", routes)));
        return Ir.of(List.of(gateway), List.of(), List.of(), List.of(certificate("secret/gateways/edge")), List.of());
    }

    private static Redirect redirect(@Nullable String scheme, @Nullable String host, int port) {
        return new Redirect(
                scheme, host == null ? null : new Hostname(host), port == 0 ? null : new Port(port), null, 302);
    }

    private static Ir upstreams() {
        Hostname name = new Hostname("cart.example.com");
        List<ClusterIr> clusters = List.of(
                cluster("service/shop/h2c/80", null, ClusterIr.Protocol.HTTP2),
                cluster("service/shop/plain/80/grpc", null, ClusterIr.Protocol.HTTP2),
                cluster("service/shop/tls/80", new UpstreamTls(name, null, null), ClusterIr.Protocol.HTTP),
                cluster(
                        "service/shop/tls/80/grpc",
                        new UpstreamTls(
                                name,
                                "backendtlspolicy/shop/cart",
                                null,
                                List.of(
                                        new AltName(AltName.Kind.DNS, "a.example.com"),
                                        new AltName(AltName.Kind.URI, "spiffe://example.com/cart"))),
                        ClusterIr.Protocol.HTTP2));
        RouteIr[] routes = clusters.stream()
                .map(cluster -> route(cluster.name(), prefix("/" + cluster.name()), Nodes.forward(cluster.name())))
                .toArray(RouteIr[]::new);
        return Ir.of(
                List.of(gateway("edge", http("edge", 80, host("*", routes)))),
                clusters,
                List.of(),
                List.of(new TlsSecretIr.Trust(
                        "backendtlspolicy/shop/cart", object("BackendTLSPolicy", "cart"), pem("certificate"))),
                List.of());
    }

    private static ClusterIr cluster(String name, @Nullable UpstreamTls tls, ClusterIr.Protocol protocol) {
        String endpoints = name.replace("/grpc", "");
        return new ClusterIr(
                name,
                object("Service", "cart"),
                new ClusterIr.Location.Endpoints(endpoints),
                tls,
                null,
                null,
                null,
                protocol);
    }

    private static Ir zones() {
        EndpointsIr hosts = new EndpointsIr(
                CART,
                object("Service", "cart"),
                List.of(
                        new Endpoint("10.0.0.9", new Port(80)),
                        new Endpoint("10.0.0.1", new Port(80), List.of("fd00::1"), "east"),
                        new Endpoint("10.0.0.2", new Port(80), List.of(), "east"),
                        new Endpoint("10.0.0.3", new Port(80), List.of(), "west")));
        return Ir.of(
                List.of(gateway("edge", http("edge", 80, host("*", route("any", prefix("/")))))),
                List.of(service("cart")),
                List.of(hosts),
                List.of(),
                List.of());
    }
}
