package io.modeenvoy.xds.translator;

import io.modeenvoy.incremental.AnswerGraph;
import io.modeenvoy.incremental.Input;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.GatewayIr;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.ListenerIr;
import io.modeenvoy.ir.PolicyKey;
import io.modeenvoy.ir.PortIr;
import io.modeenvoy.ir.TlsSecretIr;

/** The nodes of an IR by name, as inputs. */
final class IrParts {
    private IrParts() {}

    /** By node group. */
    record Gateways() implements Input<Scope, String, GatewayIr> {}

    /** The ports of all gateways. */
    record Ports() implements Input<Scope, String, PortIr> {}

    /** The listeners of all gateways. */
    record Ends() implements Input<Scope, String, ListenerIr> {}

    /** The clusters. */
    record Upstreams() implements Input<Scope, String, ClusterIr> {}

    /** The endpoints. */
    record Hosts() implements Input<Scope, String, EndpointsIr> {}

    /** The TLS secrets. */
    record TlsSecrets() implements Input<Scope, String, TlsSecretIr> {}

    /** The policies. */
    record Policies() implements Input<Scope, PolicyKey, Ir.PolicyNode> {}

    static void give(Ir ir, AnswerGraph<Scope, String> graph) {
        PersistentMap<String, GatewayIr> gateways = PersistentMap.empty();
        PersistentMap<String, PortIr> ports = PersistentMap.empty();
        PersistentMap<String, ListenerIr> listeners = PersistentMap.empty();
        for (GatewayIr gateway : ir.gateways()) {
            gateways = gateways.plus(gateway.group(), gateway);
            for (PortIr port : gateway.ports()) {
                ports = ports.plus(port.name(), port);
                for (ListenerIr listener : port.listeners()) {
                    listeners = listeners.plus(listener.name(), listener);
                }
            }
        }
        graph.give(new Gateways(), gateways);
        graph.give(new Ports(), ports);
        graph.give(new Ends(), listeners);
        graph.give(new Upstreams(), ir.clusters());
        graph.give(new Hosts(), ir.endpoints());
        graph.give(new TlsSecrets(), ir.secrets());
        graph.give(new Policies(), ir.policies());
    }
}
