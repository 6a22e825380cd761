package io.modeenvoy.xds.translator;

import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.ClusterIr.Location;
import io.modeenvoy.ir.ClusterIr.UpstreamTls;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.GatewayIr;
import io.modeenvoy.ir.HeaderChanges;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.HttpAction;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.ListenerIr;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.Port;
import io.modeenvoy.ir.PortIr;
import io.modeenvoy.ir.RequestMatch;
import io.modeenvoy.ir.Retry;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.RouteIr.AiRule;
import io.modeenvoy.ir.RouteIr.AiTarget;
import io.modeenvoy.ir.Timeouts;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.ir.VirtualHostIr;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Short words for IR nodes of tests. */
final class Nodes {
    static final RouteIr.Guard OPEN =
            new RouteIr.Guard(new RouteRef(RouteRef.Kind.HTTP_ROUTE, new NamespacedName("shop", "cart")), false, false);

    private Nodes() {}

    static ObjectRef object(String kind, String name) {
        return new ObjectRef(kind, "shop", name);
    }

    static ObjectRef gatewayRef(String name) {
        return new ObjectRef("Gateway", "gateways", name);
    }

    static Ir ir(GatewayIr gateway, ClusterIr... clusters) {
        return ir(List.of(gateway), clusters);
    }

    static Ir ir(List<GatewayIr> gateways, ClusterIr... clusters) {
        return Ir.of(gateways, List.of(clusters), List.of(), List.of(), List.of());
    }

    static GatewayIr gateway(String name, PortIr... ports) {
        return new GatewayIr(gatewayRef(name), List.of(ports));
    }

    static PortIr http(String gateway, int port, VirtualHostIr... hosts) {
        String name = "gateways/" + gateway + "/" + port;
        ListenerIr listener = ListenerIr.of(
                name,
                gatewayRef(gateway),
                new Port(port),
                Hostname.ANY,
                null,
                Arrays.stream(hosts)
                        .map(host -> new VirtualHostIr(name + "/" + host.hostname(), host.hostname(), host.routes()))
                        .toList());
        return new PortIr(name, gatewayRef(gateway), new Port(port), List.of(listener));
    }

    static VirtualHostIr host(String hostname, RouteIr... routes) {
        return new VirtualHostIr(hostname, new Hostname(hostname), List.of(routes));
    }

    static RequestMatch match(RequestMatch.PathMatch path) {
        return new RequestMatch(path, null, List.of(), List.of());
    }

    static RequestMatch prefix(String prefix) {
        return match(new RequestMatch.PathMatch.Prefix(prefix));
    }

    static HttpAction.Forward forward(String cluster) {
        return new HttpAction.Forward(
                List.of(new HttpAction.WeightedCluster(cluster, 1, HeaderChanges.NONE, HeaderChanges.NONE)), null);
    }

    static RouteIr.Http route(String name, RequestMatch match) {
        return route(name, match, forward("service/shop/cart/80"));
    }

    static RouteIr.Http route(String name, RequestMatch match, HttpAction action) {
        return new RouteIr.Http(
                "shop/cart/" + name,
                object("HTTPRoute", "cart"),
                match,
                action,
                HeaderChanges.NONE,
                HeaderChanges.NONE,
                Timeouts.NONE,
                OPEN);
    }

    static ClusterIr service(String name) {
        String full = "service/shop/" + name + "/80";
        return cluster(full, new Location.Endpoints(full), null);
    }

    static ClusterIr cluster(String name, Location location, @Nullable UpstreamTls tls) {
        return new ClusterIr(name, object("Service", name), location, tls, null, null, null);
    }

    static EndpointsIr hosts(String name) {
        return new EndpointsIr(
                "service/shop/" + name + "/80",
                object("Service", name),
                List.of(new EndpointsIr.Endpoint("10.0.0.1", new Port(8080))));
    }

    /** A backend of the AIRoute {@code ai/chat} at an https provider. */
    static ClusterIr backend(String name, String host) {
        return new ClusterIr(
                "airule/ai/chat/" + name,
                object("AIRoute", "chat"),
                new Location.Dns(host, new Port(443)),
                new UpstreamTls(new Hostname(host), null, null),
                "ai/" + name,
                Duration.ofSeconds(2),
                host);
    }

    static AiTarget target(String name, int weight, String... backends) {
        return new AiTarget(
                name,
                weight,
                Arrays.stream(backends)
                        .map(backend -> "airule/ai/chat/" + backend)
                        .toList());
    }

    static AiRule aiRule(String name, boolean attemptLevel, @Nullable Retry retry, AiTarget... targets) {
        return new AiRule(
                "airule/ai/chat/" + name,
                object("AIRoute", "chat"),
                "gateways/edge/80/*",
                "ai/chat/" + name,
                List.of(targets),
                attemptLevel,
                new Timeouts(Duration.ofSeconds(300), Duration.ofSeconds(30), Duration.ofSeconds(20)),
                retry);
    }

    static TlsSecretIr.Certificate certificate(String name) {
        return new TlsSecretIr.Certificate(
                name, object("Secret", name), pem("certificate"), new TlsSecretIr.Hidden(pem("key")));
    }

    static String pem(String name) {
        try (InputStream in = Objects.requireNonNull(Nodes.class.getResourceAsStream("/tls/" + name + ".pem"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
