package io.modeenvoy.xds.translator;

import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.VirtualHostIr;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Virtual hosts and the route tables made of them to RDS. */
final class VirtualHosts {
    private final HttpRoutes httpRoutes;
    private final AiRoutes aiRoutes;

    VirtualHosts(XdsOptions options) {
        this.httpRoutes = new HttpRoutes(options);
        this.aiRoutes = new AiRoutes(options);
    }

    /**
     * @param authorities the Host that requests to an AI cluster carry, by cluster
     */
    record Input(VirtualHostIr host, Map<String, String> authorities) {}

    /** A translated host. */
    record Translated(VirtualHost message, Set<ObjectRef> origins) {}

    /** A route table: those of its hosts that did not change are the same instances. */
    record Table(String name, ObjectRef origin, List<Translated> hosts) {}

    Translated translate(Input input) {
        VirtualHost.Builder builder = VirtualHost.newBuilder()
                .setName(input.host().name())
                .addDomains(input.host().hostname().value());
        Set<ObjectRef> origins = new TreeSet<>();
        for (RouteIr route : input.host().routes()) {
            builder.addRoutes(route(route, input.authorities()));
            origins.add(route.origin());
        }
        return new Translated(builder.build(), origins);
    }

    private Route route(RouteIr route, Map<String, String> authorities) {
        return switch (route) {
            case RouteIr.Http http -> httpRoutes.translate(http);
            case RouteIr.AiEntry entry -> aiRoutes.entry(entry);
            case RouteIr.AiRule rule -> aiRoutes.rule(rule, authorities);
        };
    }

    static TranslatedResource table(Table table) {
        Set<ObjectRef> origins = new TreeSet<>(Set.of(table.origin()));
        RouteConfiguration.Builder builder =
                RouteConfiguration.newBuilder().setName(table.name()).setIgnorePortInHostMatching(true);
        for (Translated host : table.hosts()) {
            builder.addVirtualHosts(host.message());
            origins.addAll(host.origins());
        }
        return TranslatedResource.of(table.name(), builder.build(), origins);
    }
}
