package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicy;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.LocalPolicyTargetReferenceWithSectionName;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.incremental.Each;
import io.modeenvoy.incremental.Grouping;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.policy.NamespacedName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which BackendTLSPolicy holds for which Service: of several on one target the oldest. */
final class BackendTlsPolicies {
    private BackendTlsPolicies() {}

    /** A Service, or one of its ports by name; an empty section is the whole Service. */
    record Target(NamespacedName service, String section) implements Comparable<Target> {
        @Override
        public int compareTo(Target other) {
            int byService = service.compareTo(other.service);
            return byService != 0 ? byService : section.compareTo(other.section);
        }
    }

    /** The target that a policy names, or null if that is no Service. */
    static @Nullable Target target(String namespace, LocalPolicyTargetReferenceWithSectionName ref) {
        boolean service = (ref.getGroup() == null || ref.getGroup().isEmpty())
                && "Service".equals(ref.getKind())
                && ref.getName() != null
                && !ref.getName().isEmpty();
        return service
                ? new Target(
                        new NamespacedName(namespace, ref.getName()),
                        ref.getSectionName() == null ? "" : ref.getSectionName())
                : null;
    }

    static List<LocalPolicyTargetReferenceWithSectionName> refs(BackendTLSPolicy policy) {
        return policy.getSpec() == null ? List.of() : policy.getSpec().getTargetRefs();
    }

    /** The policies on each target. */
    private record ByTarget() implements Grouping<Scope, ObjectName, BackendTLSPolicy, Target, BackendTLSPolicy> {
        @Override
        public Question<Scope, PersistentMap<ObjectName, BackendTLSPolicy>> of() {
            return new Objects<>(BackendTLSPolicy.class);
        }

        @Override
        public PersistentMap<Target, BackendTLSPolicy> said(ObjectName name, BackendTLSPolicy policy) {
            PersistentMap<Target, BackendTLSPolicy> targets = PersistentMap.empty();
            for (LocalPolicyTargetReferenceWithSectionName ref : refs(policy)) {
                Target target = target(name.namespace(), ref);
                targets = target == null ? targets : targets.plus(target, policy);
            }
            return targets;
        }
    }

    /** The policy that holds for a target, the oldest on it. */
    record WinnerOf(Target target) implements Query<Optional<NamespacedName>> {
        @Override
        public Optional<NamespacedName> answer(Scope scope) {
            PersistentMap<ObjectName, BackendTLSPolicy> policies = scope.at(new ByTarget(), target);
            return (policies == null ? Stream.<BackendTLSPolicy>of() : policies.values().stream())
                    .min(Identity.OLDEST_FIRST)
                    .map(Identity::name);
        }
    }

    /** What holds for a Service's port: the policy on the port, or else that on the Service; empty without one. */
    record On(NamespacedName service, String port) implements Query<Optional<BackendTls.Found>> {
        @Override
        public Optional<BackendTls.Found> answer(Scope scope) {
            Optional<NamespacedName> own =
                    port.isEmpty() ? Optional.empty() : scope.ask(new WinnerOf(new Target(service, port)));
            return own.or(() -> scope.ask(new WinnerOf(new Target(service, ""))))
                    .map(policy -> scope.ask(new BackendTls(policy)));
        }
    }

    /** Whether a policy's targets are there and its own; said to the one who wrote it. */
    record Targets(NamespacedName policy) implements Query<Boolean> {
        @Override
        public Boolean answer(Scope scope) {
            BackendTLSPolicy found = scope.get(BackendTLSPolicy.class, policy.namespace(), policy.name());
            if (found == null) {
                return false;
            }
            Reporter reporter = new Reporter(scope, Identity.ref(found));
            boolean sound = true;
            List<LocalPolicyTargetReferenceWithSectionName> refs = refs(found);
            for (int i = 0; i < refs.size(); i++) {
                sound &= check(scope, reporter, refs.get(i), "spec.targetRefs[" + i + "]");
            }
            return sound;
        }

        private boolean check(
                Scope scope, Reporter reporter, LocalPolicyTargetReferenceWithSectionName ref, String field) {
            Target target = target(policy.namespace(), ref);
            if (target == null) {
                reporter.refused(
                        field + ".kind",
                        Reasons.INVALID,
                        ref.getKind() + " " + ref.getName() + " (expected: a Service)");
                return false;
            }
            NamespacedName winner = scope.ask(new WinnerOf(target)).orElse(policy);
            if (!winner.equals(policy)) {
                reporter.refused(
                        field,
                        Reasons.CONFLICTED,
                        ref.getName() + " (expected: a target without a policy; BackendTLSPolicy " + winner
                                + " is older and stands)");
                return false;
            }
            return isThere(scope, reporter, target, field);
        }

        private boolean isThere(Scope scope, Reporter reporter, Target target, String field) {
            NamespacedName name = target.service();
            Service service = scope.get(Service.class, name.namespace(), name.name());
            if (service == null || service.getSpec() == null) {
                reporter.refused(
                        field + ".name",
                        Reasons.TARGET_NOT_FOUND,
                        Absence.of(scope, Service.class, "a Service", name.namespace(), name.name()));
                return false;
            }
            boolean port = target.section().isEmpty()
                    || service.getSpec().getPorts().stream()
                            .anyMatch(each -> target.section().equals(each.getName()));
            if (!port) {
                reporter.refused(
                        field + ".sectionName",
                        Reasons.TARGET_NOT_FOUND,
                        target.section() + " (expected: the name of a port of Service " + name + ")");
            }
            return port;
        }
    }

    /** Each policy, whether anything uses it or not: its mistakes are worth saying. */
    record EachPolicy() implements Each<Scope, ObjectName, BackendTls.Found> {
        @Override
        public Question<Scope, PersistentMap<ObjectName, BackendTLSPolicy>> members() {
            return new Objects<>(BackendTLSPolicy.class);
        }

        @Override
        public Question<Scope, BackendTls.Found> about(ObjectName name) {
            return new BackendTls(Identity.name(name));
        }
    }
}
