package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrant;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrantFrom;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrantTo;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether an object may refer to one in another namespace: only where a ReferenceGrant there says so. */
record ReferenceGrants(From from, To to) implements Query<Boolean> {
    /** Who refers. */
    record From(String group, String kind, String namespace) {}

    /** What is referred to. */
    record To(String group, String kind, String namespace, String name) {
        @Override
        public String toString() {
            return kind + " " + namespace + "/" + name;
        }
    }

    /** Whether {@code from} may refer to {@code to}. */
    static boolean permit(Scope scope, From from, To to) {
        return from.namespace().equals(to.namespace()) || scope.ask(new ReferenceGrants(from, to));
    }

    /** The message for a reference that is not permitted. */
    static String expectation(From from, To to) {
        return to.namespace() + "/" + to.name() + " (expected: a ReferenceGrant in " + to.namespace() + " from "
                + from.kind() + " of " + from.namespace() + " to " + to.kind() + " " + to.name() + ")";
    }

    @Override
    public Boolean answer(Scope scope) {
        return scope.ask(new ByNamespace.In<>(ReferenceGrant.class, to.namespace())).stream()
                .anyMatch(this::grants);
    }

    private boolean grants(ReferenceGrant grant) {
        return grant.getSpec() != null
                && grant.getSpec().getFrom().stream().anyMatch(this::comesFrom)
                && grant.getSpec().getTo().stream().anyMatch(this::leadsTo);
    }

    private boolean comesFrom(ReferenceGrantFrom granted) {
        return text(granted.getGroup()).equals(from.group())
                && Objects.equals(granted.getKind(), from.kind())
                && Objects.equals(granted.getNamespace(), from.namespace());
    }

    private boolean leadsTo(ReferenceGrantTo granted) {
        String name = text(granted.getName());
        return text(granted.getGroup()).equals(to.group())
                && Objects.equals(granted.getKind(), to.kind())
                && (name.isEmpty() || name.equals(to.name()));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
