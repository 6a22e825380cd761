package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.List;
import java.util.Set;

/**
 * A listener of a Gateway, understood.
 *
 * @param owner who writes it: the Gateway, or a ListenerSet that the Gateway takes
 * @param certificates of an HTTPS listener; none = plain HTTP
 * @param usable whether it becomes part of the IR
 * @param kinds of routes it takes
 */
record ListenerPlan(
        ObjectRef owner,
        String section,
        int port,
        Hostname hostname,
        boolean secure,
        List<TlsSecretIr.Certificate> certificates,
        boolean usable,
        Set<RouteRef.Kind> kinds,
        From from) {
    ListenerPlan {
        certificates = List.copyOf(certificates);
        kinds = Set.copyOf(kinds);
    }

    /** The namespaces it takes routes from. */
    sealed interface From {
        /** Whether it takes what comes from a namespace; {@code home} is the one it is written in. */
        default boolean takes(Scope scope, String home, String namespace) {
            return switch (this) {
                case Same() -> namespace.equals(home);
                case All() -> true;
                case Nowhere() -> false;
                case Labelled(var selector) ->
                    NamespaceLabels.match(selector, scope.ask(new NamespaceLabels(namespace)));
            };
        }

        /** The Gateway's own. */
        record Same() implements From {}

        /** Every one. */
        record All() implements From {}

        /** None. */
        record Nowhere() implements From {}

        /** Those with matching labels. */
        record Labelled(LabelSelector selector) implements From {}
    }

    ListenerPlan refused() {
        return new ListenerPlan(owner, section, port, hostname, secure, certificates, false, kinds, from);
    }

    /** Name of the route table that serves it: shared by the plain HTTP listeners of a port. */
    String tableIn(String gateway) {
        String table = gateway + "/" + port;
        return secure ? table + "/" + id() : table;
    }

    /** The Gateway of a {@link #tableIn table}. */
    static NamespacedName gatewayOf(String table) {
        String[] parts = table.split("/", 3);
        return new NamespacedName(parts[0], parts[1]);
    }

    /** What tells it from the other listeners of its Gateway; names are unique in their owner only. */
    String id() {
        return owner.kind().equals("Gateway") ? section : owner.namespace() + "/" + owner.name() + "/" + section;
    }
}
