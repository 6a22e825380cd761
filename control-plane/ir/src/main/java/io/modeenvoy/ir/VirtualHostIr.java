package io.modeenvoy.ir;

import java.util.List;

/**
 * The routes of one hostname of a listener.
 *
 * @param name {@code listener-name/hostname}; for hosts with AI routes also the name of their AiEntryPolicy
 * @param routes in order of precedence: the first that matches wins
 */
public record VirtualHostIr(String name, Hostname hostname, List<RouteIr> routes) {
    public VirtualHostIr {
        routes = List.copyOf(routes);
    }
}
