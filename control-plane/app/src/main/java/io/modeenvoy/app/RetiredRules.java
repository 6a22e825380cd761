package io.modeenvoy.app;

import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.GatewayIr;
import io.modeenvoy.ir.Hostname;
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
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps AI rules routable for a grace after they are gone: a service that has not heard yet, or a call under way, may still choose them. A
 * rule whose backends change is a new one by its selector. Owned by the translator thread.
 */
final class RetiredRules {
    private final InstantSource clock;
    private final Duration grace;
    private final Map<Place, Retired> retired = new TreeMap<>();
    private final Map<Host, Merged> merged = new HashMap<>();
    private Ir before = Ir.EMPTY;

    RetiredRules(InstantSource clock, Duration grace) {
        this.clock = clock;
        this.grace = grace;
    }

    /** A hostname of a listener. */
    private record Host(String listener, Hostname hostname) {}

    /** Where a rule's route stands. */
    private record Place(String listener, Hostname hostname, String selector) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparing(Place::listener)
                .thenComparing(Place::hostname)
                .thenComparing(Place::selector);

        Host host() {
            return new Host(listener, hostname);
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** A rule that is gone, with what its route needs, until {@code end}. */
    private record Retired(RouteIr.AiRule rule, Needs needs, Instant end) {}

    /** A host with the rules that are kept in it. */
    private record Merged(VirtualHostIr host, List<RouteIr> kept, VirtualHostIr both) {}

    /** Clusters and what they refer to. */
    private record Needs(List<ClusterIr> clusters, List<EndpointsIr> endpoints, List<TlsSecretIr> secrets) {
        static Needs of(RouteIr.AiRule rule, Ir ir) {
            List<ClusterIr> clusters = new ArrayList<>();
            List<EndpointsIr> endpoints = new ArrayList<>();
            List<TlsSecretIr> secrets = new ArrayList<>();
            rule.targets().stream()
                    .flatMap(target -> target.clusters().stream())
                    .distinct()
                    .forEach(name -> add(clusters, ir.clusters(), name));
            for (ClusterIr cluster : clusters) {
                if (cluster.location() instanceof ClusterIr.Location.Endpoints(var name)) {
                    add(endpoints, ir.endpoints(), name);
                }
                if (cluster.tls() != null) {
                    add(secrets, ir.secrets(), cluster.tls().trust());
                    add(secrets, ir.secrets(), cluster.tls().clientCertificate());
                }
            }
            return new Needs(clusters, endpoints, secrets);
        }

        private static <T> void add(List<T> found, PersistentMap<String, T> nodes, @Nullable String name) {
            T node = name == null ? null : nodes.find(name);
            if (node != null) {
                found.add(node);
            }
        }
    }

    /** The IR with the rules that were in the last one and are not in this one, as long as their grace lasts. Costs what changed and what is kept. */
    Ir keep(Ir ir) {
        Instant now = clock.instant();
        Map<String, PersistentMap<Hostname, VirtualHostIr>> was = hosts(before, instances(ir));
        Map<String, PersistentMap<Hostname, VirtualHostIr>> is = hosts(ir, instances(before));
        Set<String> listeners = new TreeSet<>(was.keySet());
        listeners.addAll(is.keySet());
        for (String listener : listeners) {
            is.getOrDefault(listener, PersistentMap.empty())
                    .changes(
                            was.getOrDefault(listener, PersistentMap.empty()),
                            (hostname, old, next) ->
                                    follow(listener, hostname, rules(old), rules(next), now.plus(grace)));
        }
        retired.values().removeIf(kept -> !kept.end().isAfter(now));
        before = ir;
        merged.keySet().retainAll(retired.keySet().stream().map(Place::host).toList());
        return retired.isEmpty() ? ir : merged(ir);
    }

    private void follow(
            String listener,
            Hostname hostname,
            Map<String, RouteIr.AiRule> was,
            Map<String, RouteIr.AiRule> is,
            Instant end) {
        was.forEach((selector, rule) -> {
            if (!is.containsKey(selector)) {
                retired.putIfAbsent(
                        new Place(listener, hostname, selector), new Retired(rule, Needs.of(rule, before), end));
            }
        });
        is.keySet().forEach(selector -> retired.remove(new Place(listener, hostname, selector)));
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

    private static Set<GatewayIr> instances(Ir ir) {
        Set<GatewayIr> gateways = Collections.newSetFromMap(new IdentityHashMap<>());
        gateways.addAll(ir.gateways());
        return gateways;
    }

    /** By listener, but for gateways that are the same in both. */
    private static Map<String, PersistentMap<Hostname, VirtualHostIr>> hosts(Ir ir, Set<GatewayIr> other) {
        Map<String, PersistentMap<Hostname, VirtualHostIr>> hosts = new TreeMap<>();
        for (GatewayIr gateway : ir.gateways()) {
            for (PortIr port : other.contains(gateway) ? List.<PortIr>of() : gateway.ports()) {
                port.listeners().forEach(listener -> hosts.put(listener.name(), listener.virtualHosts()));
            }
        }
        return hosts;
    }

    private static Map<String, RouteIr.AiRule> rules(@Nullable VirtualHostIr host) {
        Map<String, RouteIr.AiRule> rules = new LinkedHashMap<>();
        for (RouteIr route : host == null ? List.<RouteIr>of() : host.routes()) {
            if (route instanceof RouteIr.AiRule rule) {
                rules.put(rule.selector(), rule);
            }
        }
        return rules;
    }

    private Ir merged(Ir ir) {
        PersistentMap<String, ClusterIr> clusters = ir.clusters();
        PersistentMap<String, EndpointsIr> endpoints = ir.endpoints();
        PersistentMap<String, TlsSecretIr> secrets = ir.secrets();
        for (Retired kept : retired.values()) {
            clusters = plusAbsent(clusters, kept.needs().clusters(), ClusterIr::name);
            endpoints = plusAbsent(endpoints, kept.needs().endpoints(), EndpointsIr::name);
            secrets = plusAbsent(secrets, kept.needs().secrets(), TlsSecretIr::name);
        }
        Set<String> listeners = retired.keySet().stream().map(Place::listener).collect(Collectors.toSet());
        List<GatewayIr> gateways = ir.gateways().stream()
                .map(gateway -> listenersOf(gateway).anyMatch(listeners::contains) ? merged(gateway) : gateway)
                .toList();
        return new Ir(gateways, clusters, endpoints, secrets, ir.policies());
    }

    private static <T> PersistentMap<String, T> plusAbsent(
            PersistentMap<String, T> now, List<T> needs, Function<T, String> name) {
        PersistentMap<String, T> all = now;
        for (T node : needs) {
            all = all.containsKey(name.apply(node)) ? all : all.plus(name.apply(node), node);
        }
        return all;
    }

    private static Stream<String> listenersOf(GatewayIr gateway) {
        return gateway.ports().stream()
                .flatMap(port -> port.listeners().stream())
                .map(ListenerIr::name);
    }

    private GatewayIr merged(GatewayIr gateway) {
        return new GatewayIr(
                gateway.origin(), gateway.ports().stream().map(this::merged).toList(), gateway.egressNamespaces());
    }

    private PortIr merged(PortIr port) {
        return new PortIr(
                port.name(),
                port.origin(),
                port.port(),
                port.listeners().stream().map(this::merged).toList(),
                port.address());
    }

    private ListenerIr merged(ListenerIr listener) {
        Map<Hostname, List<RouteIr>> keptByHost = new TreeMap<>();
        retired.forEach((place, kept) -> {
            if (place.listener().equals(listener.name())) {
                keptByHost
                        .computeIfAbsent(place.hostname(), _ -> new ArrayList<>())
                        .add(named(kept.rule()));
            }
        });
        PersistentMap<Hostname, VirtualHostIr> hosts = listener.virtualHosts();
        for (Map.Entry<Hostname, List<RouteIr>> kept : keptByHost.entrySet()) {
            VirtualHostIr host = hosts.find(kept.getKey());
            if (host != null) {
                hosts = hosts.plus(kept.getKey(), merged(listener.name(), host, kept.getValue()));
            }
        }
        return new ListenerIr(
                listener.name(), listener.origin(), listener.port(), listener.sni(), listener.tls(), hosts);
    }

    /** The instance of the last pass if nothing of it has changed. */
    @SuppressWarnings("ReferenceEquality") // the same instance is what "unchanged" means
    private VirtualHostIr merged(String listener, VirtualHostIr host, List<RouteIr> kept) {
        Merged last = merged.get(new Host(listener, host.hostname()));
        if (last != null && last.host() == host && last.kept().equals(kept)) {
            return last.both();
        }
        List<RouteIr> routes = new ArrayList<>(kept);
        routes.addAll(host.routes());
        VirtualHostIr both = new VirtualHostIr(host.name(), host.hostname(), routes);
        merged.put(new Host(listener, host.hostname()), new Merged(host, kept, both));
        return both;
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
