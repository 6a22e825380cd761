package io.modeenvoy.cli;

import io.modeenvoy.ir.GatewayIr;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.ListenerIr;
import io.modeenvoy.ir.PortIr;
import io.modeenvoy.ir.VirtualHostIr;
import org.jspecify.annotations.Nullable;

/** The listener and virtual host that a call comes to: the most exact hostname wins, as in Envoy. */
record Where(ListenerIr listener, VirtualHostIr virtualHost) {
    static @Nullable Where find(Ir ir, CallToExplain call) {
        Where best = null;
        for (GatewayIr gateway : ir.gateways()) {
            for (PortIr port : gateway.ports()) {
                for (ListenerIr listener : port.listeners()) {
                    for (VirtualHostIr host : listener.virtualHosts().values()) {
                        if (matches(host.hostname(), call.host())
                                && (best == null || exactness(host) > exactness(best.virtualHost))) {
                            best = new Where(listener, host);
                        }
                    }
                }
            }
        }
        return best;
    }

    private static int exactness(VirtualHostIr host) {
        return host.hostname().isWildcard() ? host.hostname().value().length() : 1000;
    }

    private static boolean matches(Hostname hostname, String host) {
        return hostname.equals(Hostname.ANY)
                || hostname.value().equals(host)
                || (hostname.isWildcard() && host.endsWith(hostname.value().substring(1)));
    }
}
