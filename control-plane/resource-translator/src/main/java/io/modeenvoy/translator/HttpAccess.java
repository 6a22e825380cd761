package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.modeenvoy.crd.Access;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.crd.SecurityPolicy;
import io.modeenvoy.crd.SecurityPolicySpec;
import io.modeenvoy.policy.AccessMode;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Who may call an HTTPRoute: what the oldest SecurityPolicy on it says, everyone without one; nobody ({@link Closed}) if that cannot be told. */
record HttpAccess(NamespacedName route) implements Query<AccessMode> {
    @Override
    public AccessMode answer(Scope scope) {
        Policies policies = scope.ask(new In(route.namespace()));
        AccessMode unnamed = policies.unreadable().isEmpty() ? AccessMode.ANYONE : AccessMode.TENANT;
        return policies.modes().getOrDefault(route.name(), unnamed);
    }

    static AccessMode mode(Access access) {
        return switch (access) {
            case TENANT -> AccessMode.TENANT;
            case AUTHENTICATED -> AccessMode.AUTHENTICATED;
            case ANYONE -> AccessMode.ANYONE;
        };
    }

    /**
     * The SecurityPolicies of a namespace.
     *
     * @param modes by HTTPRoute
     * @param unreadable those that may be on any route that no other one names, sorted
     */
    record Policies(Map<String, AccessMode> modes, List<String> unreadable) {
        Policies {
            modes = Map.copyOf(modes);
            unreadable = List.copyOf(unreadable);
        }
    }

    /** Why nobody may call a route: a policy that we cannot read may be on it. */
    record Closed(RouteRef route) implements Query<Optional<String>> {
        @Override
        public Optional<String> answer(Scope scope) {
            String namespace = route.name().namespace();
            Policies policies = scope.ask(new In(namespace));
            boolean named = route.kind() == RouteRef.Kind.HTTP_ROUTE
                    && policies.modes().containsKey(route.name().name());
            return named || policies.unreadable().isEmpty()
                    ? Optional.empty()
                    : Optional.of("closed, calls are answered with 500 (expected: SecurityPolicies of " + namespace
                            + " that can be read; one that cannot may be this route's: "
                            + String.join(", ", policies.unreadable()) + ")");
        }
    }

    /** What the policies of a namespace say. */
    record In(String namespace) implements Query<Policies> {
        @Override
        public Policies answer(Scope scope) {
            Map<String, AccessMode> modes = new HashMap<>();
            Map<String, String> owners = new HashMap<>();
            TreeSet<String> unreadable = new TreeSet<>();
            for (ObjectName name :
                    scope.ask(new Unreadable<>(SecurityPolicy.class)).keySet()) {
                if (name.namespace().equals(namespace)) {
                    unreadable.add(name.name());
                }
            }
            scope.ask(new ByNamespace.In<>(SecurityPolicy.class, namespace)).stream()
                    .sorted(Identity.OLDEST_FIRST)
                    .forEach(policy -> {
                        Reporter reporter = new Reporter(scope, Identity.ref(policy));
                        boolean understood = ObjectQuery.attempt(
                                reporter, () -> add(scope, reporter, policy, modes, owners), () -> false);
                        if (!understood) {
                            unreadable.add(policy.getMetadata().getName());
                        }
                    });
            return new Policies(modes, List.copyOf(unreadable));
        }

        private boolean add(
                Scope scope,
                Reporter reporter,
                SecurityPolicy policy,
                Map<String, AccessMode> modes,
                Map<String, String> owners) {
            AccessMode mode = mode(policy.getSpec().access());
            List<SecurityPolicySpec.TargetRef> targets = policy.getSpec().targetRefs();
            for (int i = 0; i < targets.size(); i++) {
                String target = java.util.Objects.requireNonNull(targets.get(i).name());
                String field = "spec.targetRefs[" + i + "].name";
                String owner = owners.putIfAbsent(target, policy.getMetadata().getName());
                if (owner != null && !owner.equals(policy.getMetadata().getName())) {
                    reporter.refused(
                            field,
                            Reasons.CONFLICTED,
                            target + " (expected: an HTTPRoute without a policy; SecurityPolicy " + namespace + "/"
                                    + owner + " is older and stands)");
                    continue;
                }
                modes.put(target, mode);
                checkTarget(scope, reporter, target, field);
            }
            return true;
        }

        private void checkTarget(Scope scope, Reporter reporter, String target, String field) {
            if (scope.get(HTTPRoute.class, namespace, target) == null) {
                reporter.refused(
                        field,
                        Reasons.TARGET_NOT_FOUND,
                        Absence.of(scope, HTTPRoute.class, "an HTTPRoute", namespace, target));
            }
        }
    }
}
