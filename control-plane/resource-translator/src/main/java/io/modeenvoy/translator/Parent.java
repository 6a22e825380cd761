package io.modeenvoy.translator;

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
    boolean isGateway() {
        return group.equals(Groups.GATEWAY_API) && kind.equals("Gateway");
    }

    boolean wants(ListenerPlan listener) {
        return (section == null || section.equals(listener.section())) && (port == null || port == listener.port());
    }
}
