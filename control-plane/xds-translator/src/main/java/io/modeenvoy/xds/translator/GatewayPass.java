package io.modeenvoy.xds.translator;

import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.GatewayIr;
import io.modeenvoy.ir.HttpAction;
import io.modeenvoy.ir.ListenerIr;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.PortIr;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.ir.VirtualHostIr;
import io.modeenvoy.xds.translator.Composites.Composite;
import io.modeenvoy.xds.translator.Endpoints.Assignment;
import io.modeenvoy.xds.translator.Listeners.Shape;
import io.modeenvoy.xds.translator.Memo.Kind;
import io.modeenvoy.xds.translator.Memo.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Translates gateways of one IR: listeners and route tables, and what these need of clusters, endpoints and secrets, nothing else. */
final class GatewayPass {
    private final Pass pass;
    private final IrIndex index;
    private final Listeners listeners;
    private final VirtualHosts virtualHosts;
    private final Clusters clusters;
    private final Composites composites;

    GatewayPass(XdsOptions options, Pass pass, IrIndex index) {
        this.pass = pass;
        this.index = index;
        this.listeners = new Listeners(options);
        this.virtualHosts = new VirtualHosts(options);
        this.clusters = new Clusters(options);
        this.composites = new Composites(options);
    }

    List<TranslatedResource> translate(GatewayIr gateway) {
        List<TranslatedResource> resources = new ArrayList<>();
        Needs needs = new Needs();
        for (PortIr port : gateway.ports()) {
            resources.add(once(Kind.LISTENER, port.name(), Shape.of(port), listeners::translate));
            for (ListenerIr listener : port.listeners()) {
                needs.add(listener);
                resources.add(routes(listener));
            }
        }
        needs.composites
                .values()
                .forEach(composite ->
                        resources.add(once(Kind.COMPOSITE, composite.name(), composite, composites::translate)));
        needs.clusters.forEach(name -> addCluster(resources, name, needs.secrets));
        needs.secrets.forEach(name -> addSecret(resources, name));
        return resources;
    }

    private <I> TranslatedResource once(
            Kind kind, String name, I input, java.util.function.Function<I, TranslatedResource> translation) {
        return pass.once(kind, name, input, TranslatedResource.class, translation);
    }

    private TranslatedResource routes(ListenerIr listener) {
        List<VirtualHosts.Translated> hosts = listener.virtualHosts().stream()
                .map(host -> pass.once(
                        Kind.VIRTUAL_HOST,
                        host.name(),
                        new VirtualHosts.Input(host, authorities(host)),
                        VirtualHosts.Translated.class,
                        virtualHosts::translate))
                .toList();
        return once(
                Kind.ROUTES,
                listener.name(),
                new VirtualHosts.Table(listener.name(), listener.origin(), hosts),
                VirtualHosts::table);
    }

    private Map<String, String> authorities(VirtualHostIr host) {
        SortedMap<String, String> authorities = new TreeMap<>();
        for (RouteIr route : host.routes()) {
            if (route instanceof RouteIr.AiRule rule) {
                rule.targets()
                        .forEach(target -> target.clusters().forEach(name -> {
                            ClusterIr cluster = index.clusters().get(name);
                            if (cluster != null && cluster.authority() != null) {
                                authorities.put(name, cluster.authority());
                            }
                        }));
            }
        }
        return authorities;
    }

    private void addCluster(List<TranslatedResource> resources, String name, Set<String> secrets) {
        ClusterIr cluster = index.clusters().get(name);
        if (cluster == null) {
            throw new IllegalArgumentException("cluster: " + name + " (expected: one of the IR's clusters)");
        }
        resources.add(once(Kind.CLUSTER, name, cluster, clusters::translate));
        if (cluster.location() instanceof ClusterIr.Location.Endpoints endpoints) {
            Assignment assignment = assignment(cluster, endpoints);
            resources.add(once(Kind.ENDPOINTS, assignment.name(), assignment, Endpoints::translate));
        }
        if (cluster.tls() != null) {
            addIfPresent(secrets, cluster.tls().trust());
            addIfPresent(secrets, cluster.tls().clientCertificate());
        }
    }

    /** Endpoints that are absent are none: without an answer Envoy would keep the cluster warming. */
    private Assignment assignment(ClusterIr cluster, ClusterIr.Location.Endpoints location) {
        EndpointsIr endpoints = index.endpoints().get(location.endpoints());
        ObjectRef origin = endpoints == null ? cluster.origin() : endpoints.origin();
        return new Assignment(
                Endpoints.nameFor(cluster, location),
                Set.of(origin),
                endpoints == null ? List.of() : endpoints.endpoints(),
                cluster.backendLabel());
    }

    private void addSecret(List<TranslatedResource> resources, String name) {
        TlsSecretIr secret = index.secrets().get(name);
        if (secret == null) {
            throw new IllegalArgumentException("secret: " + name + " (expected: one of the IR's secrets)");
        }
        resources.add(once(Kind.SECRET, name, secret, Secrets::translate));
    }

    private static void addIfPresent(Set<String> names, @Nullable String name) {
        if (name != null) {
            names.add(name);
        }
    }

    /** Names that the listeners of one gateway refer to. */
    private static final class Needs {
        private final SortedSet<String> clusters = new TreeSet<>();
        private final SortedSet<String> secrets = new TreeSet<>();
        private final SortedMap<String, Composite> composites = new TreeMap<>();

        void add(ListenerIr listener) {
            if (listener.tls() != null) {
                secrets.addAll(listener.tls().certificates());
            }
            listener.virtualHosts().forEach(host -> host.routes().forEach(this::add));
        }

        private void add(RouteIr route) {
            switch (route) {
                case RouteIr.AiEntry entry -> {}
                case RouteIr.AiRule rule -> add(rule);
                case RouteIr.Http http -> {
                    if (http.action() instanceof HttpAction.Forward forward) {
                        add(forward);
                    }
                }
            }
        }

        /** What has no share of the traffic is not named by its route. */
        private void add(HttpAction.Forward forward) {
            forward.clusters().stream()
                    .filter(cluster ->
                            cluster.weight() > 0 && !cluster.cluster().equals(HttpAction.UNRESOLVED))
                    .forEach(cluster -> clusters.add(cluster.cluster()));
        }

        private void add(RouteIr.AiRule rule) {
            for (RouteIr.AiTarget target : rule.targets()) {
                if (target.weight() == 0) {
                    continue;
                }
                if (rule.attemptLevel()) {
                    Composite composite = Composite.of(rule, target);
                    composites.put(composite.name(), composite);
                    clusters.addAll(composite.members());
                } else {
                    clusters.add(target.clusters().getFirst());
                }
            }
        }
    }
}
