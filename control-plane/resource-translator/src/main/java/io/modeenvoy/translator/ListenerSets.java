package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.AllowedListeners;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerSet;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentGatewayReference;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.crd.Suggestion;
import io.modeenvoy.incremental.Each;
import io.modeenvoy.incremental.Grouping;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.NamespacedName;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** ListenerSets: whose listeners join those of which Gateway. */
final class ListenerSets {
    private ListenerSets() {}

    /** The Gateway a set names, or null if it names something else. */
    static @Nullable NamespacedName parent(ListenerSet set) {
        ParentGatewayReference ref =
                set.getSpec() == null ? null : set.getSpec().getParentRef();
        if (ref == null || ref.getName() == null || ref.getName().isEmpty()) {
            return null;
        }
        boolean gateway = (ref.getGroup() == null || ref.getGroup().equals(Groups.GATEWAY_API))
                && (ref.getKind() == null || ref.getKind().equals("Gateway"));
        String namespace = ref.getNamespace() == null ? Identity.namespace(set) : ref.getNamespace();
        return gateway ? new NamespacedName(namespace, ref.getName()) : null;
    }

    /** The sets that name each Gateway. */
    private record ByGateway() implements Grouping<Scope, ObjectName, ListenerSet, NamespacedName, ListenerSet> {
        @Override
        public Question<Scope, PersistentMap<ObjectName, ListenerSet>> of() {
            return new Objects<>(ListenerSet.class);
        }

        @Override
        public PersistentMap<NamespacedName, ListenerSet> said(ObjectName name, ListenerSet set) {
            NamespacedName parent = parent(set);
            return parent == null ? PersistentMap.empty() : PersistentMap.of(parent, set);
        }
    }

    /** The sets that a Gateway takes, the oldest first. */
    record Of(NamespacedName gateway) implements Query<List<ListenerSet>> {
        @Override
        public List<ListenerSet> answer(Scope scope) {
            PersistentMap<ObjectName, ListenerSet> named = scope.at(new ByGateway(), gateway);
            return named == null
                    ? List.of()
                    : named.values().stream()
                            .filter(set -> scope.ask(new Takes(gateway, Identity.namespace(set))))
                            .sorted(Identity.OLDEST_FIRST)
                            .toList();
        }
    }

    /** Whether a Gateway takes sets of a namespace: none, unless it says so. */
    private record Takes(NamespacedName gateway, String namespace) implements Query<Boolean> {
        @Override
        public Boolean answer(Scope scope) {
            Gateway found = scope.get(Gateway.class, gateway.namespace(), gateway.name());
            AllowedListeners allowed = found == null || found.getSpec() == null
                    ? null
                    : found.getSpec().getAllowedListeners();
            return AllowedKinds.from(allowed).takes(scope, gateway.namespace(), namespace);
        }
    }

    /** What becomes of a set. */
    sealed interface Fate {
        /** Its listeners are the Gateway's. */
        record Attached(NamespacedName gateway) implements Fate {}

        /** The Gateway is ours and does not take it. */
        record Refused(NamespacedName gateway, String message) implements Fate {}

        /** It names no Gateway of ours. */
        record Foreign() implements Fate {}
    }

    /** What becomes of a set; said to the one who wrote it. */
    record FateOf(NamespacedName set) implements ObjectQuery<Fate> {
        @Override
        public ObjectRef owner() {
            return new ObjectRef("ListenerSet", set.namespace(), set.name());
        }

        @Override
        public Fate nothing() {
            return new Fate.Foreign();
        }

        @Override
        public Fate work(Scope scope) {
            ListenerSet found = scope.get(ListenerSet.class, set.namespace(), set.name());
            NamespacedName gateway = found == null ? null : parent(found);
            if (found == null || gateway == null) {
                return new Fate.Foreign();
            }
            Reporter reporter = new Reporter(scope, Identity.ref(found));
            if (!scope.ask(new Gateways.IsOurs(gateway))) {
                missing(scope, reporter, gateway);
                return new Fate.Foreign();
            }
            if (!scope.ask(new Takes(gateway, set.namespace()))) {
                String message = gateway + " (expected: a Gateway whose allowedListeners take ListenerSets of "
                        + set.namespace() + ")";
                reporter.refused("spec.parentRef", Reasons.NOT_ALLOWED, message);
                return new Fate.Refused(gateway, message);
            }
            return new Fate.Attached(gateway);
        }

        /** A Gateway that exists is another controller's. */
        private static void missing(Scope scope, Reporter reporter, NamespacedName gateway) {
            if (scope.get(Gateway.class, gateway.namespace(), gateway.name()) == null) {
                List<String> names = scope.ask(new Gateways.NamesIn(gateway.namespace()));
                reporter.refused(
                        "spec.parentRef.name",
                        Reasons.NO_MATCHING_PARENT,
                        gateway.name() + " (expected: a Gateway in " + gateway.namespace()
                                + Suggestion.of(gateway.name(), names) + ")");
            }
        }
    }

    /** Those that name a Gateway of ours, sorted. */
    record Reports() implements Query<List<ListenerSetReport>> {
        @Override
        public List<ListenerSetReport> answer(Scope scope) {
            return scope.ask(new Fates()).entrySet().stream()
                    .flatMap(each -> report(each.getKey(), each.getValue()))
                    .toList();
        }

        private static Stream<ListenerSetReport> report(ObjectName name, Fate fate) {
            ObjectRef set = new ObjectRef("ListenerSet", name.namespace(), name.name());
            return switch (fate) {
                case Fate.Attached(var gateway) ->
                    Stream.of(new ListenerSetReport(set, GatewayPlans.origin(gateway), true, ""));
                case Fate.Refused(var gateway, var message) ->
                    Stream.of(new ListenerSetReport(set, GatewayPlans.origin(gateway), false, message));
                case Fate.Foreign foreign -> Stream.of();
            };
        }
    }

    /** What becomes of each set. */
    private record Fates() implements Each<Scope, ObjectName, Fate> {
        @Override
        public Question<Scope, PersistentMap<ObjectName, ListenerSet>> members() {
            return new Objects<>(ListenerSet.class);
        }

        @Override
        public Question<Scope, Fate> about(ObjectName name) {
            return new FateOf(Identity.name(name));
        }
    }
}
