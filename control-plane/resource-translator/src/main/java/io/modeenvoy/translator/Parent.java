package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.modeenvoy.ir.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route's reference to what it hangs on.
 *
 * @param field path of the reference
 * @param section a listener by name, null = all
 * @param port the listeners of a port, null = all
 */
record Parent(
        String field,
        String group,
        String kind,
        String namespace,
        String name,
        @Nullable String section,
        @Nullable Integer port) {
    /** Those that a route of the Gateway API writes. */
    static List<Parent> listOf(HasMetadata route, List<ParentReference> refs) {
        List<Parent> parents = new ArrayList<>();
        for (int i = 0; i < refs.size(); i++) {
            ParentReference ref = refs.get(i);
            parents.add(new Parent(
                    field(i),
                    or(ref.getGroup(), Groups.GATEWAY_API),
                    or(ref.getKind(), "Gateway"),
                    or(ref.getNamespace(), Identity.namespace(route)),
                    or(ref.getName(), ""),
                    ref.getSectionName(),
                    ref.getPort()));
        }
        return parents;
    }

    static String field(int index) {
        return "spec.parentRefs[" + index + "]";
    }

    private static String or(@Nullable String written, String absent) {
        return written == null ? absent : written;
    }

    /** The object it names. */
    ObjectRef ref() {
        return new ObjectRef(kind, namespace, name.isEmpty() ? "-" : name);
    }

    boolean isListenerSet() {
        return group.equals(Groups.GATEWAY_API) && kind.equals("ListenerSet");
    }

    boolean isGateway() {
        return group.equals(Groups.GATEWAY_API) && kind.equals("Gateway");
    }

    /** Whether it means that listener of its Gateway: a Gateway stands for its own listeners only, not for those of its ListenerSets. */
    boolean wants(ListenerPlan listener) {
        return listener.owner().equals(ref())
                && (section == null || section.equals(listener.section()))
                && (port == null || port == listener.port());
    }
}
