package io.modeenvoy.app;

import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.GatewayIr;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.ListenerIr;
import io.modeenvoy.ir.PortIr;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.ir.VirtualHostIr;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps AI rules routable for a grace after they are gone: a service that has not heard yet, or a call under way, may still choose them. A
 * rule whose backends change is a new one by its selector. Owned by the translator thread.
 */
final class RetiredRules {
    private final InstantSource clock;
    private final Duration grace;
    private final Map<Place, Retired> retired = new TreeMap<>();
    private Ir before = new Ir(List.of(), List.of(), List.of(), List.of(), List.of());

    RetiredRules(InstantSource clock, Duration grace) {
        this.clock = clock;
        this.grace = grace;
    }

    /** Where a rule's route stands. */
    private record Place(String virtualHost, String selector) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byHost = virtualHost.compareTo(other.virtualHost);
            return byHost != 0 ? byHost : selector.compareTo(other.selector);
        }
    }

    /** A rule that is gone, with what its route needs, until {@code end}. */
    private record Retired(RouteIr.AiRule rule, Needs needs, Instant end) {}

    /** Clusters and what they refer to. */
    private record Needs(List<ClusterIr> clusters, List<EndpointsIr> endpoints, List<TlsSecretIr> secrets) {
        static Needs of(RouteIr.AiRule rule, Ir ir) {
            List<String> names = rule.targets().stream()
                    .flatMap(target -> target.clusters().stream())
                    .distinct()
                    .toList();
            List<ClusterIr> clusters = ir.clusters().stream()
                    .filter(cluster -> names.contains(cluster.name()))
                    .toList();
            return new Needs(
                    clusters,
                    ir.endpoints().stream()
                            .filter(endpoints -> clusters.stream()
                                    .anyMatch(cluster -> cluster.location()
                                            .equals(new ClusterIr.Location.Endpoints(endpoints.name()))))
                            .toList(),
                    ir.secrets().stream()
                            .filter(secret -> clusters.stream().anyMatch(cluster -> names(cluster, secret.name())))
                            .toList());
        }

        private static boolean names(ClusterIr cluster, String secret) {
            ClusterIr.UpstreamTls tls = cluster.tls();
            return tls != null && (secret.equals(tls.trust()) || secret.equals(tls.clientCertificate()));
        }
    }

    /** The IR with the rules that were in the last one and are not in this one, as long as their grace lasts. */
    Ir keep(Ir ir) {
        Instant now = clock.instant();
        Map<Place, RouteIr.AiRule> present = rules(ir);
        rules(before).forEach((place, rule) -> {
            if (!present.containsKey(place)) {
                retired.putIfAbsent(place, new Retired(rule, Needs.of(rule, before), now.plus(grace)));
            }
        });
        retired.entrySet()
                .removeIf(entry -> present.containsKey(entry.getKey())
                        || !entry.getValue().end().isAfter(now));
        before = ir;
        return retired.isEmpty() ? ir : merged(ir);
    }

    /** Until the next grace ends; null = nothing is kept. */
    @Nullable
    Duration next() {
        return retired.values().stream()
                .map(Retired::end)
                .min(Instant::compareTo)
                .map(end -> Duration.between(clock.instant(), end))
                .orElse(null);
    }

    private static Map<Place, RouteIr.AiRule> rules(Ir ir) {
        Map<Place, RouteIr.AiRule> rules = new LinkedHashMap<>();
        for (GatewayIr gateway : ir.gateways()) {
            for (PortIr port : gateway.ports()) {
                for (ListenerIr listener : port.listeners()) {
                    for (VirtualHostIr host : listener.virtualHosts()) {
                        host.routes().forEach(route -> {
                            if (route instanceof RouteIr.AiRule rule) {
                                rules.put(new Place(host.name(), rule.selector()), rule);
                            }
                        });
                    }
                }
            }
        }
        return rules;
    }

    private Ir merged(Ir ir) {
        return new Ir(
                ir.gateways().stream().map(this::merged).toList(),
                union(ir.clusters(), kept -> kept.needs().clusters(), ClusterIr::name),
                union(ir.endpoints(), kept -> kept.needs().endpoints(), EndpointsIr::name),
                union(ir.secrets(), kept -> kept.needs().secrets(), TlsSecretIr::name),
                ir.policies());
    }

    private <T> List<T> union(List<T> now, Function<Retired, List<T>> needs, Function<T, String> name) {
        Map<String, T> all = new TreeMap<>();
        retired.values().forEach(kept -> needs.apply(kept).forEach(node -> all.put(name.apply(node), node)));
        now.forEach(node -> all.put(name.apply(node), node));
        return List.copyOf(all.values());
    }

    private GatewayIr merged(GatewayIr gateway) {
        return new GatewayIr(
                gateway.origin(), gateway.ports().stream().map(this::merged).toList());
    }

    private PortIr merged(PortIr port) {
        return new PortIr(
                port.name(),
                port.origin(),
                port.port(),
                port.listeners().stream().map(this::merged).toList());
    }

    private ListenerIr merged(ListenerIr listener) {
        return new ListenerIr(
                listener.name(),
                listener.origin(),
                listener.sni(),
                listener.tls(),
                listener.virtualHosts().stream().map(this::merged).toList());
    }

    private VirtualHostIr merged(VirtualHostIr host) {
        List<RouteIr> routes = new ArrayList<>();
        retired.forEach((place, kept) -> {
            if (place.virtualHost().equals(host.name())) {
                routes.add(named(kept.rule()));
            }
        });
        if (routes.isEmpty()) {
            return host;
        }
        routes.addAll(host.routes());
        return new VirtualHostIr(host.name(), host.hostname(), routes);
    }

    /** Under a name of its own: its successor may bear the old one. */
    private static RouteIr.AiRule named(RouteIr.AiRule rule) {
        return new RouteIr.AiRule(
                "retired/" + rule.selector(),
                rule.origin(),
                rule.entry(),
                rule.selector(),
                rule.targets(),
                rule.attemptLevel(),
                rule.timeouts(),
                rule.retry());
    }
}
