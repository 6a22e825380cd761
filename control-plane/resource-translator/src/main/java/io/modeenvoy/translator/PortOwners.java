package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerSet;
import io.modeenvoy.policy.NamespacedName;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where one proxy serves all Gateways: which of them has a port, the oldest first. Empty otherwise. */
record PortOwners() implements Query<Map<Integer, NamespacedName>> {
    @Override
    public Map<Integer, NamespacedName> answer(Scope scope) {
        Map<Integer, NamespacedName> owners = new TreeMap<>();
        if (scope.options().singleProxy()) {
            for (NamespacedName name : scope.ask(new Gateways())) {
                Gateway gateway = scope.get(Gateway.class, name.namespace(), name.name());
                if (gateway != null) {
                    WrittenListener.of(gateway).forEach(each -> claim(owners, each, name));
                    for (ListenerSet set : scope.ask(new ListenerSets.Of(name))) {
                        WrittenListener.of(set).forEach(each -> claim(owners, each, name));
                    }
                }
            }
        }
        return owners;
    }

    private static void claim(Map<Integer, NamespacedName> owners, WrittenListener listener, NamespacedName gateway) {
        if (listener.port() != null) {
            owners.putIfAbsent(listener.port(), gateway);
        }
    }

    /** The one Gateway that may listen on a port; empty = every one may. */
    record Of(int port) implements Query<Optional<NamespacedName>> {
        @Override
        public Optional<NamespacedName> answer(Scope scope) {
            return Optional.ofNullable(scope.ask(new PortOwners()).get(port));
        }
    }
}
