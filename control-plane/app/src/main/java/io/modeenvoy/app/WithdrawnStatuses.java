package io.modeenvoy.app;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerSet;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentGatewayReference;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.k8s.ObjectKey;
import io.modeenvoy.k8s.WantedStatus;
import io.modeenvoy.k8s.WantedStatus.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said of Gateways and ListenerSets that were ours and now are nobody's: what stands there would be taken for true. What another controller has is its own. Pure. */
record WithdrawnStatuses(ResourceView view) {
    /** Null if there is nothing to withdraw. */
    @Nullable
    WantedStatus of(ObjectKey key) {
        return switch (key.kind()) {
            case "Gateway" -> gateway(view.get(Gateway.class, key.namespace(), key.name()));
            case "ListenerSet" -> listenerSet(view.get(ListenerSet.class, key.namespace(), key.name()));
            default -> null;
        };
    }

    private @Nullable WantedStatus gateway(@Nullable Gateway gateway) {
        if (gateway == null || hasClass(gateway)) {
            return null;
        }
        return new WantedStatus.OfGateway(
                refused(
                        "NoGatewayClass",
                        className(gateway) + " (expected: a GatewayClass that exists; the Gateway is not served)",
                        gateway.getMetadata().getGeneration()),
                List.of(),
                List.of(),
                0);
    }

    private @Nullable WantedStatus listenerSet(@Nullable ListenerSet set) {
        if (set == null) {
            return null;
        }
        ParentGatewayReference ref =
                set.getSpec() == null ? null : set.getSpec().getParentRef();
        String namespace =
                ref == null || ref.getNamespace() == null ? set.getMetadata().getNamespace() : ref.getNamespace();
        String name = ref == null || ref.getName() == null ? "" : ref.getName();
        Gateway gateway = view.get(Gateway.class, namespace, name);
        if (gateway != null && hasClass(gateway)) {
            return null;
        }
        return new WantedStatus.OfListenerSet(
                refused(
                        "ParentNotAccepted",
                        namespace + "/" + name + " (expected: a Gateway that is served; the ListenerSet is not)",
                        set.getMetadata().getGeneration()),
                List.of());
    }

    private boolean hasClass(Gateway gateway) {
        return view.get(GatewayClass.class, "", className(gateway)) != null;
    }

    private static String className(Gateway gateway) {
        String name = gateway.getSpec() == null ? null : gateway.getSpec().getGatewayClassName();
        return name == null ? "" : name;
    }

    private static List<Condition> refused(String reason, String message, @Nullable Long written) {
        long generation = GatewayStatuses.generation(written);
        return List.of(
                new Condition("Accepted", "False", reason, message, generation),
                new Condition("Programmed", "False", reason, message, generation));
    }
}
