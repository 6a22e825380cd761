package io.modeenvoy.xds.translator;

import io.modeenvoy.incremental.Each;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.incremental.Union;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.HttpAction;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.VirtualHostIr;
import io.modeenvoy.xds.translator.Composites.Composite;

/**
 * Names that routes refer to.
 *
 * @param clusters by themselves
 * @param composites made here of a rule's clusters
 * @param waiting clusters that lead to others by way of the listener that waits for first tokens
 */
record Needs(
        PersistentMap<String, Boolean> clusters,
        PersistentMap<String, Composite> composites,
        PersistentMap<String, Boolean> waiting) {
    private static final Needs NONE = new Needs(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

    private Needs plus(RouteIr route) {
        return switch (route) {
            case RouteIr.AiEntry _ -> this;
            case RouteIr.AiRule rule -> plus(rule);
            case RouteIr.Http http -> http.action() instanceof HttpAction.Forward forward ? plus(forward) : this;
        };
    }

    /** What has no share of the traffic is not named by its route. */
    private Needs plus(HttpAction.Forward forward) {
        Needs needs = this;
        for (HttpAction.WeightedCluster cluster : forward.clusters()) {
            if (cluster.weight() > 0 && !cluster.cluster().equals(HttpAction.UNRESOLVED)) {
                needs = needs.plus(cluster.cluster());
            }
        }
        for (HttpAction.Mirror mirror : forward.mirrors()) {
            needs = needs.plus(mirror.cluster());
        }
        return needs;
    }

    private Needs plus(RouteIr.AiRule rule) {
        boolean waits = FirstTokens.areAwaited(rule.timeouts());
        Needs needs = this;
        for (RouteIr.AiTarget target : rule.targets()) {
            if (target.weight() > 0) {
                needs = rule.attemptLevel()
                        ? needs.plus(Composite.of(rule, target), waits)
                        : needs.plus(target.clusters().getFirst(), waits);
            }
        }
        return needs;
    }

    private Needs plus(Composite composite, boolean waits) {
        Needs needs = new Needs(clusters, composites.plus(composite.name(), composite), waiting);
        if (waits) {
            Composite through = composite.withWait();
            needs = new Needs(clusters, needs.composites.plus(through.name(), through), waiting);
        }
        for (String member : composite.members()) {
            needs = needs.plus(member, waits);
        }
        return needs;
    }

    private Needs plus(String cluster, boolean waits) {
        Needs needs = plus(cluster);
        return waits ? new Needs(needs.clusters, composites, waiting.plus(FirstTokens.before(cluster), true)) : needs;
    }

    private Needs plus(String cluster) {
        return new Needs(clusters.plus(cluster, true), composites, waiting);
    }

    /** Those of one host. */
    private record Of(String listener, Hostname hostname) implements Query<Needs> {
        @Override
        public Needs answer(Scope scope) {
            Needs needs = NONE;
            VirtualHostIr host = scope.at(new Tables.HostsOf(listener), hostname);
            if (host != null) {
                for (RouteIr route : host.routes()) {
                    needs = needs.plus(route);
                }
            }
            return needs;
        }
    }

    /** Those of each host of a listener. */
    private record EachHost(String listener) implements Each<Scope, Hostname, Needs> {
        @Override
        public Question<Scope, PersistentMap<Hostname, VirtualHostIr>> members() {
            return new Tables.HostsOf(listener);
        }

        @Override
        public Question<Scope, Needs> about(Hostname hostname) {
            return new Of(listener, hostname);
        }
    }

    /** The clusters that the routes of a listener name. */
    record ClustersOf(String listener) implements Union<Scope, Hostname, Needs, String, Boolean> {
        @Override
        public Question<Scope, PersistentMap<Hostname, Needs>> of() {
            return new EachHost(listener);
        }

        @Override
        public PersistentMap<String, Boolean> said(Hostname hostname, Needs needs) {
            return needs.clusters();
        }
    }

    /** The clusters by which the routes of a listener wait for first tokens. */
    record WaitingOf(String listener) implements Union<Scope, Hostname, Needs, String, Boolean> {
        @Override
        public Question<Scope, PersistentMap<Hostname, Needs>> of() {
            return new EachHost(listener);
        }

        @Override
        public PersistentMap<String, Boolean> said(Hostname hostname, Needs needs) {
            return needs.waiting();
        }
    }

    /** The composite clusters that the routes of a listener name. */
    record CompositesOf(String listener) implements Union<Scope, Hostname, Needs, String, Composite> {
        @Override
        public Question<Scope, PersistentMap<Hostname, Needs>> of() {
            return new EachHost(listener);
        }

        @Override
        public PersistentMap<String, Composite> said(Hostname hostname, Needs needs) {
            return needs.composites();
        }
    }
}
