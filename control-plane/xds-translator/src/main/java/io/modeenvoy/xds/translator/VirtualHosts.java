package io.modeenvoy.xds.translator;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.VirtualHostIr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Virtual hosts and the route tables made of them to RDS. */
final class VirtualHosts {
    private final HttpRoutes httpRoutes;
    private final AiRoutes aiRoutes;

    VirtualHosts(XdsOptions options) {
        this.httpRoutes = new HttpRoutes(options);
        this.aiRoutes = new AiRoutes(options);
    }

    /**
     * A translated host.
     *
     * @param field the bytes of a route table's field that holds it
     * @param from the user's objects it speaks for
     */
    record Translated(VirtualHost message, ByteString field, PersistentMap<ObjectRef, Boolean> from) {
        /** Stands for a host that is named and not there, until whoever names it has been asked again. */
        static final Translated GONE =
                new Translated(VirtualHost.getDefaultInstance(), ByteString.EMPTY, PersistentMap.empty());
    }

    /**
     * @param end whose host it is
     * @param authorities the Host that requests to an AI cluster carry, by cluster
     */
    Translated translate(VirtualHostIr host, Rewrites.End end, Map<String, String> authorities) {
        VirtualHost.Builder builder = VirtualHost.newBuilder()
                .setName(host.name())
                .addDomains(host.hostname().value());
        Set<ObjectRef> origins = new HashSet<>();
        boolean ruled = host.routes().stream().anyMatch(RouteIr.AiEntry.class::isInstance);
        for (RouteIr route : host.routes()) {
            if (ruled && !(route instanceof RouteIr.AiRule)) {
                builder.addRoutes(AiRoutes.withoutRule()); // behind all rules, before all else
                ruled = false;
            }
            builder.addAllRoutes(routes(route, end, authorities));
            origins.add(route.origin());
        }
        host.routes().stream()
                .filter(RouteIr.AiEntry.class::isInstance)
                .map(RouteIr.AiEntry.class::cast)
                .limit(1)
                .forEach(entry -> builder.addRoutes(AiRoutes.elsewhere(entry)));
        VirtualHost message = builder.build();
        ByteString field = Messages.bytes(
                RouteConfiguration.newBuilder().addVirtualHosts(message).build());
        return new Translated(message, field, TranslatedResource.set(origins));
    }

    private List<Route> routes(RouteIr route, Rewrites.End end, Map<String, String> authorities) {
        return switch (route) {
            case RouteIr.Http http -> List.of(httpRoutes.translate(http, end));
            case RouteIr.AiEntry entry -> List.of(aiRoutes.entry(entry));
            case RouteIr.AiRule rule -> aiRoutes.rule(rule, authorities);
        };
    }

    /** A route table. Its bytes are put together from those of its hosts: fields stand in the order of their numbers, hosts second after the name. */
    static TranslatedResource table(String name, PersistentMap<ObjectRef, Boolean> from, Collection<Translated> hosts) {
        RouteConfiguration head = RouteConfiguration.newBuilder().setName(name).build();
        RouteConfiguration tail = RouteConfiguration.newBuilder()
                .setIgnorePortInHostMatching(true)
                .build();
        RouteConfiguration.Builder builder = head.toBuilder().mergeFrom(tail);
        ByteString.Output bytes = ByteString.newOutput(
                hosts.stream().mapToInt(host -> host.field().size()).sum() + 2 * name.length() + 16);
        try {
            Messages.bytes(head).writeTo(bytes);
            for (Translated host : hosts) {
                builder.addVirtualHosts(host.message());
                host.field().writeTo(bytes);
            }
            Messages.bytes(tail).writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TranslatedResource(
                new ResourceKey(TypeUrls.ROUTES, name), builder.build(), bytes.toByteString(), from);
    }
}
