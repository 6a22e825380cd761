package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerSet;
import io.modeenvoy.crd.Suggestion;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.NamespacedName;

/** What a route names as its parent. */
record Parents(String group, ObjectRef parent) implements Query<Parents.Found> {
    /** What is there. */
    sealed interface Found {
        /** A Gateway of ours, or a ListenerSet it takes. */
        record Ours(NamespacedName gateway) implements Found {}

        /** A ListenerSet that its Gateway, one of ours, does not take. */
        record Closed(String message) implements Found {}

        /** Nothing of the name. */
        record Missing(String message) implements Found {}

        /** Another controller's, or of a kind that is none of our business. */
        record Foreign() implements Found {}
    }

    @Override
    public Found answer(Scope scope) {
        if (!group.equals(Groups.GATEWAY_API)) {
            return new Found.Foreign();
        }
        NamespacedName name = new NamespacedName(parent.namespace(), parent.name());
        return switch (parent.kind()) {
            case "Gateway" -> gateway(scope, name);
            case "ListenerSet" -> listenerSet(scope, name);
            default -> new Found.Foreign();
        };
    }

    private Found gateway(Scope scope, NamespacedName name) {
        if (scope.ask(new Gateways.IsOurs(name))) {
            return new Found.Ours(name);
        }
        return scope.get(Gateway.class, name.namespace(), name.name()) == null
                ? missing(near(scope, name))
                : new Found.Foreign();
    }

    private Found listenerSet(Scope scope, NamespacedName name) {
        if (scope.get(ListenerSet.class, name.namespace(), name.name()) == null) {
            return new Found.Missing(
                    Absence.of(scope, ListenerSet.class, "a ListenerSet", name.namespace(), name.name()));
        }
        return switch (scope.ask(new ListenerSets.FateOf(name))) {
            case ListenerSets.Fate.Attached(var gateway) -> new Found.Ours(gateway);
            case ListenerSets.Fate.Refused refused ->
                new Found.Closed(name + " (expected: a ListenerSet that its Gateway takes)");
            case ListenerSets.Fate.Foreign foreign -> new Found.Foreign();
        };
    }

    private Found missing(String near) {
        return new Found.Missing(
                parent.name() + " (expected: a " + parent.kind() + " in " + parent.namespace() + near + ")");
    }

    /** A Gateway of this name elsewhere is most likely meant, if it takes routes from here; else one of nearly this name here. */
    private static String near(Scope scope, NamespacedName name) {
        return scope.ask(new Gateways()).stream()
                .filter(gateway -> gateway.name().equals(name.name()))
                .filter(gateway -> scope.ask(new TakesFrom(gateway, name.namespace())))
                .findFirst()
                .map(gateway -> "; did you mean the one in namespace " + gateway.namespace() + "?")
                .orElseGet(() -> Suggestion.of(name.name(), scope.ask(new Gateways.NamesIn(name.namespace()))));
    }

    /** Whether a Gateway has a listener for routes of a namespace. */
    private record TakesFrom(NamespacedName gateway, String namespace) implements Query<Boolean> {
        @Override
        public Boolean answer(Scope scope) {
            return scope.ask(new Listeners(gateway)).stream()
                    .anyMatch(listener ->
                            listener.from().takes(scope, listener.owner().namespace(), namespace));
        }
    }
}
