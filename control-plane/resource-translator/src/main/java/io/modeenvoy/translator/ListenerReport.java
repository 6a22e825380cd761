package io.modeenvoy.translator;

import io.modeenvoy.ir.ObjectRef;
import java.util.List;

/**
 * A listener of a Gateway of ours: the material of its {@code status.listeners}.
 *
 * @param owner who writes it: the Gateway, or a ListenerSet that it takes
 * @param kinds of routes it takes, sorted: {@code AIRoute}, {@code HTTPRoute}
 * @param attachedRoutes how many routes hang on it
 * @param usable whether it is part of the IR
 */
public record ListenerReport(
        ObjectRef gateway, ObjectRef owner, String section, List<String> kinds, int attachedRoutes, boolean usable) {
    public ListenerReport {
        kinds = List.copyOf(kinds);
    }
}
