package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.modeenvoy.crd.Access;
import io.modeenvoy.crd.SecurityPolicy;
import io.modeenvoy.crd.SecurityPolicySpec;
import io.modeenvoy.crd.Suggestion;
import io.modeenvoy.policy.AccessMode;
import io.modeenvoy.policy.NamespacedName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who may call an HTTPRoute: what the oldest SecurityPolicy on it says, everyone without one. */
record HttpAccess(NamespacedName route) implements Query<AccessMode> {
    @Override
    public AccessMode answer(Scope scope) {
        return scope.ask(new In(route.namespace())).getOrDefault(route.name(), AccessMode.ANYONE);
    }

    static AccessMode mode(Access access) {
        return switch (access) {
            case TENANT -> AccessMode.TENANT;
            case AUTHENTICATED -> AccessMode.AUTHENTICATED;
            case ANYONE -> AccessMode.ANYONE;
        };
    }

    /** Access modes by HTTPRoute, of the policies of a namespace. */
    record In(String namespace) implements Query<Map<String, AccessMode>> {
        @Override
        public Map<String, AccessMode> answer(Scope scope) {
            Map<String, AccessMode> modes = new HashMap<>();
            Map<String, String> owners = new HashMap<>();
            scope.ask(new ByNamespace.In<>(SecurityPolicy.class, namespace)).stream()
                    .sorted(Identity.OLDEST_FIRST)
                    .forEach(policy -> add(scope, policy, modes, owners));
            return Map.copyOf(modes);
        }

        private void add(
                Scope scope, SecurityPolicy policy, Map<String, AccessMode> modes, Map<String, String> owners) {
            Reporter reporter = new Reporter(scope, Identity.ref(policy));
            List<SecurityPolicySpec.TargetRef> targets = policy.getSpec().targetRefs();
            for (int i = 0; i < targets.size(); i++) {
                String target = targets.get(i).name();
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
                modes.put(target, mode(policy.getSpec().access()));
                checkTarget(scope, reporter, target, field);
            }
        }

        private void checkTarget(Scope scope, Reporter reporter, String target, String field) {
            if (scope.get(HTTPRoute.class, namespace, target) == null) {
                List<String> routes = scope.ask(new ByNamespace.Names<>(HTTPRoute.class, namespace));
                reporter.refused(
                        field,
                        Reasons.TARGET_NOT_FOUND,
                        target + " (expected: an HTTPRoute in " + namespace + Suggestion.of(target, routes) + ")");
            }
        }
    }
}
