package io.modeenvoy.xds.translator;

import io.modeenvoy.incremental.Each;
import io.modeenvoy.incremental.Merge;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.incremental.Union;
import io.modeenvoy.ir.AddressRules;
import io.modeenvoy.ir.GatewayIr;
import io.modeenvoy.ir.ListenerIr;
import io.modeenvoy.ir.PortIr;
import io.modeenvoy.policy.Names;
import io.modeenvoy.xds.translator.Composites.Composite;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What every node group gets, by its name. */
record Groups() implements Query<PersistentMap<String, GroupResources>> {
    @Override
    public PersistentMap<String, GroupResources> answer(Scope scope) {
        return scope.ask(new EachGateway())
                .plus(XdsTranslator.ALL_GROUP, scope.ask(new All()))
                .plus(Names.SERVICES_GROUP, scope.ask(new Policies.Services()));
    }

    /** What each gateway gets. */
    private record EachGateway() implements Each<Scope, String, GroupResources> {
        @Override
        public Question<Scope, PersistentMap<String, GatewayIr>> members() {
            return new IrParts.Gateways();
        }

        @Override
        public Question<Scope, GroupResources> about(String group) {
            return new Of(group);
        }
    }

    /** The union of the gateways; their egress proxies have nothing more. */
    private record All() implements Query<GroupResources> {
        @Override
        public GroupResources answer(Scope scope) {
            return GroupResources.of(TypeUrls.ENVOY, type -> scope.ask(new AllOfType(type)));
        }
    }

    /** What all gateways get of one type. */
    private record AllOfType(String type) implements Union<Scope, String, GroupResources, String, TranslatedResource> {
        @Override
        public Question<Scope, PersistentMap<String, GroupResources>> of() {
            return new EachGateway();
        }

        @Override
        public PersistentMap<String, TranslatedResource> said(String group, GroupResources resources) {
            return group.startsWith(GatewayIr.EGRESS) ? PersistentMap.empty() : resources.of(type);
        }
    }

    /** What a gateway gets: its listeners and route tables, and what these need of clusters, endpoints and secrets, nothing else. */
    private record Of(String group) implements Query<GroupResources> {
        @Override
        public GroupResources answer(Scope scope) {
            Shape shape = scope.ask(new ShapeOf(group));
            ClusterNames names = new ClusterNames(shape.listeners());
            SortedMap<String, PersistentMap<String, TranslatedResource>> byType = new TreeMap<>();
            WaitingNames waiting = new WaitingNames(shape.listeners());
            byType.put(
                    TypeUrls.LISTENER, scope.ask(new Merge<>(List.of(new EachPort(group), new WaitingPlace(waiting)))));
            byType.put(TypeUrls.ROUTES, scope.ask(new EachTable(group)));
            byType.put(
                    TypeUrls.CLUSTER,
                    scope.ask(new Merge<>(List.of(
                            new EachComposite(new CompositeNames(shape.listeners())),
                            new EachCluster(names),
                            new EachWaiting(waiting)))));
            byType.put(TypeUrls.ENDPOINTS, scope.ask(new AllEndpoints(names)));
            byType.put(
                    TypeUrls.SECRET,
                    scope.ask(new EachSecret(
                            new Merge<>(List.of(new ClusterSecrets(names), new CertificatesOf(group))))));
            return new GroupResources(byType);
        }
    }

    /** The names of a gateway's parts. */
    private record Shape(List<String> ports, List<String> listeners, List<String> certificates) {}

    /** The names of a gateway's parts. */
    private record ShapeOf(String group) implements Query<Shape> {
        @Override
        public Shape answer(Scope scope) {
            List<PortIr> ports = Optional.ofNullable(scope.at(new IrParts.Gateways(), group))
                    .map(GatewayIr::ports)
                    .orElse(List.of());
            List<ListenerIr> listeners =
                    ports.stream().flatMap(port -> port.listeners().stream()).toList();
            return new Shape(
                    ports.stream().map(PortIr::name).toList(),
                    listeners.stream().map(ListenerIr::name).toList(),
                    listeners.stream()
                            .map(ListenerIr::tls)
                            .flatMap(tls -> tls == null ? java.util.stream.Stream.of() : tls.certificates().stream())
                            .toList());
        }
    }

    private static PersistentMap<String, Boolean> set(List<String> names) {
        PersistentMap<String, Boolean> set = PersistentMap.empty();
        for (String name : names) {
            set = set.plus(name, true);
        }
        return set;
    }

    /** The ports of a gateway. */
    private record PortsOf(String group) implements Query<PersistentMap<String, Boolean>> {
        @Override
        public PersistentMap<String, Boolean> answer(Scope scope) {
            return set(scope.ask(new ShapeOf(group)).ports());
        }
    }

    /** The listeners of a gateway. */
    private record ListenersOf(String group) implements Query<PersistentMap<String, Boolean>> {
        @Override
        public PersistentMap<String, Boolean> answer(Scope scope) {
            return set(scope.ask(new ShapeOf(group)).listeners());
        }
    }

    /** The certificates of a gateway's listeners. */
    private record CertificatesOf(String group) implements Query<PersistentMap<String, Boolean>> {
        @Override
        public PersistentMap<String, Boolean> answer(Scope scope) {
            return set(scope.ask(new ShapeOf(group)).certificates());
        }
    }

    /** What a port is without its routes. */
    private record PortShape(String port) implements Query<Optional<Listeners.Shape>> {
        @Override
        public Optional<Listeners.Shape> answer(Scope scope) {
            return Optional.ofNullable(scope.at(new IrParts.Ports(), port)).map(Listeners.Shape::of);
        }
    }

    /** A port as a listener. */
    private record PortListener(String port) implements Query<TranslatedResource> {
        @Override
        public TranslatedResource answer(Scope scope) {
            return scope.ask(new PortShape(port))
                    .map(scope.to().listeners()::translate)
                    .orElse(TranslatedResource.missing(TypeUrls.LISTENER, port));
        }
    }

    /** The listeners of a gateway, translated. */
    private record EachPort(String group) implements Each<Scope, String, TranslatedResource> {
        @Override
        public Question<Scope, PersistentMap<String, Boolean>> members() {
            return new PortsOf(group);
        }

        @Override
        public Question<Scope, TranslatedResource> about(String port) {
            return new PortListener(port);
        }
    }

    /** The route tables of a gateway. */
    private record EachTable(String group) implements Each<Scope, String, TranslatedResource> {
        @Override
        public Question<Scope, PersistentMap<String, Boolean>> members() {
            return new ListenersOf(group);
        }

        @Override
        public Question<Scope, TranslatedResource> about(String listener) {
            return new Tables.Table(listener);
        }
    }

    /** The clusters that the routes of some listeners name. */
    private record ClusterNames(List<String> listeners) implements Query<PersistentMap<String, Boolean>> {
        @Override
        public PersistentMap<String, Boolean> answer(Scope scope) {
            return scope.ask(new Merge<>(listeners.stream()
                    .<Question<Scope, PersistentMap<String, Boolean>>>map(Needs.ClustersOf::new)
                    .toList()));
        }
    }

    /** The composite clusters that the routes of some listeners name. */
    private record CompositeNames(List<String> listeners) implements Query<PersistentMap<String, Composite>> {
        @Override
        public PersistentMap<String, Composite> answer(Scope scope) {
            return scope.ask(new Merge<>(listeners.stream()
                    .<Question<Scope, PersistentMap<String, Composite>>>map(Needs.CompositesOf::new)
                    .toList()));
        }
    }

    /** A composite cluster. */
    private record OfComposite(CompositeNames of, String name) implements Query<TranslatedResource> {
        @Override
        public TranslatedResource answer(Scope scope) {
            Composite found = scope.at(of, name);
            return found == null
                    ? TranslatedResource.missing(TypeUrls.CLUSTER, name)
                    : scope.to().composites().translate(found, rules(scope, found));
        }

        /** All members that have rules have the same, those of the translation. */
        private static @Nullable AddressRules rules(Scope scope, Composite composite) {
            return composite.members().stream()
                    .flatMap(member -> scope.ask(new Shared.RulesOf(member)).stream())
                    .findFirst()
                    .orElse(null);
        }
    }

    /** Composite clusters, translated. */
    private record EachComposite(CompositeNames members) implements Each<Scope, String, TranslatedResource> {
        @Override
        public Question<Scope, TranslatedResource> about(String composite) {
            return new OfComposite(members, composite);
        }
    }

    /** Clusters, translated. */
    private record EachCluster(ClusterNames members) implements Each<Scope, String, TranslatedResource> {
        @Override
        public Question<Scope, TranslatedResource> about(String cluster) {
            return new Shared.OfCluster(cluster);
        }
    }

    /** The clusters by which the routes of some listeners wait for first tokens. */
    private record WaitingNames(List<String> listeners) implements Query<PersistentMap<String, Boolean>> {
        @Override
        public PersistentMap<String, Boolean> answer(Scope scope) {
            return scope.ask(new Merge<>(listeners.stream()
                    .<Question<Scope, PersistentMap<String, Boolean>>>map(Needs.WaitingOf::new)
                    .toList()));
        }
    }

    /** Those clusters, translated. */
    private record EachWaiting(WaitingNames members) implements Each<Scope, String, TranslatedResource> {
        @Override
        public Question<Scope, TranslatedResource> about(String cluster) {
            return new Shared.OfWaiting(cluster);
        }
    }

    /** The listener that they lead to; none where nobody waits. */
    private record WaitingPlace(WaitingNames waiting) implements Query<PersistentMap<String, TranslatedResource>> {
        @Override
        public PersistentMap<String, TranslatedResource> answer(Scope scope) {
            return scope.ask(waiting).isEmpty()
                    ? PersistentMap.empty()
                    : PersistentMap.of(FirstTokens.LISTENER, scope.ask(new Shared.FirstTokenListener()));
        }
    }

    /** The endpoints of each cluster. */
    private record EachEndpoints(ClusterNames members)
            implements Each<Scope, String, PersistentMap<String, TranslatedResource>> {
        @Override
        public Question<Scope, PersistentMap<String, TranslatedResource>> about(String cluster) {
            return new Shared.EndpointsOf(cluster);
        }
    }

    /** The endpoints of some clusters. */
    private record AllEndpoints(ClusterNames names)
            implements Union<Scope, String, PersistentMap<String, TranslatedResource>, String, TranslatedResource> {
        @Override
        public Question<Scope, PersistentMap<String, PersistentMap<String, TranslatedResource>>> of() {
            return new EachEndpoints(names);
        }

        @Override
        public PersistentMap<String, TranslatedResource> said(
                String cluster, PersistentMap<String, TranslatedResource> endpoints) {
            return endpoints;
        }
    }

    /** The secrets of each cluster. */
    private record EachSecrets(ClusterNames members) implements Each<Scope, String, PersistentMap<String, Boolean>> {
        @Override
        public Question<Scope, PersistentMap<String, Boolean>> about(String cluster) {
            return new Shared.SecretsOf(cluster);
        }
    }

    /** The secrets of some clusters. */
    private record ClusterSecrets(ClusterNames names)
            implements Union<Scope, String, PersistentMap<String, Boolean>, String, Boolean> {
        @Override
        public Question<Scope, PersistentMap<String, PersistentMap<String, Boolean>>> of() {
            return new EachSecrets(names);
        }

        @Override
        public PersistentMap<String, Boolean> said(String cluster, PersistentMap<String, Boolean> secrets) {
            return secrets;
        }
    }

    /** Secrets, translated. */
    private record EachSecret(Merge<Scope, String, Boolean> members)
            implements Each<Scope, String, TranslatedResource> {
        @Override
        public Question<Scope, TranslatedResource> about(String secret) {
            return new Shared.OfSecret(secret);
        }
    }
}
