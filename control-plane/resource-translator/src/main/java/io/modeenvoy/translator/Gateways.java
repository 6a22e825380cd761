package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import io.modeenvoy.crd.Api;
import io.modeenvoy.policy.NamespacedName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The Gateways that are ours, the oldest first. */
record Gateways() implements Query<List<NamespacedName>> {
    private static final String CLASS = "modeenvoy";

    @Override
    public List<NamespacedName> answer(Scope scope) {
        Set<String> classes = scope.ask(new Classes());
        return scope.list(Gateway.class).stream()
                .filter(gateway -> isOurs(scope, gateway, classes))
                .sorted(Identity.OLDEST_FIRST)
                .map(Identity::name)
                .toList();
    }

    private static boolean isOurs(Scope scope, Gateway gateway, Set<String> classes) {
        String name = gateway.getSpec() == null ? null : gateway.getSpec().getGatewayClassName();
        if (name != null && classes.contains(name)) {
            return true;
        }
        // Where nobody else reads the files, a Gateway of no known class is a mistake.
        if (scope.options().gatewayClassOptional() && (name == null || !scope.ask(new IsKnown(name)))) {
            new Reporter(scope, Identity.ref(gateway))
                    .refused(
                            "spec.gatewayClassName",
                            Reasons.UNSUPPORTED_VALUE,
                            (name == null ? "absent" : name) + " (expected: " + String.join(" or ", classes) + ")");
        }
        return false;
    }

    /** The names of the classes that are ours, sorted. */
    private record Classes() implements Query<Set<String>> {
        @Override
        public Set<String> answer(Scope scope) {
            TreeSet<String> classes = new TreeSet<>();
            for (GatewayClass candidate : scope.list(GatewayClass.class)) {
                if (candidate.getSpec() != null
                        && Api.GATEWAY_CONTROLLER.equals(candidate.getSpec().getControllerName())) {
                    classes.add(candidate.getMetadata().getName());
                }
            }
            if (scope.options().gatewayClassOptional() && !scope.ask(new IsKnown(CLASS))) {
                classes.add(CLASS);
            }
            return classes;
        }
    }

    /** Whether there is a GatewayClass object of the name. */
    private record IsKnown(String name) implements Query<Boolean> {
        @Override
        public Boolean answer(Scope scope) {
            return scope.get(GatewayClass.class, "", name) != null;
        }
    }

    /** Whether a Gateway is ours. */
    record IsOurs(NamespacedName gateway) implements Query<Boolean> {
        @Override
        public Boolean answer(Scope scope) {
            return scope.ask(new Gateways()).contains(gateway);
        }
    }

    /** The names of our Gateways in a namespace, sorted. */
    record NamesIn(String namespace) implements Query<List<String>> {
        @Override
        public List<String> answer(Scope scope) {
            Stream<NamespacedName> all = scope.ask(new Gateways()).stream();
            return all.filter(name -> name.namespace().equals(namespace))
                    .map(NamespacedName::name)
                    .sorted()
                    .toList();
        }
    }
}
