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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The nodes of an IR by name, as inputs. */
final class IrParts {
    private IrParts() {}

    /** By node group; one that may be taken along as an egress proxy twice. */
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

    /** Costs little more than a look at each gateway and what the changed ones are made of. */
    static void give(Ir ir, AnswerGraph<Scope, String> graph) {
        PersistentMap<String, GatewayIr> before = graph.given(new Gateways());
        PersistentMap<String, GatewayIr> gateways = byGroup(ir.gateways(), before);
        Parts parts = new Parts(graph.given(new Ports()), graph.given(new Ends()));
        gateways.changes(before, (group, was, is) -> parts.remove(was));
        gateways.changes(before, (group, was, is) -> parts.add(is));
        graph.give(new Gateways(), gateways);
        graph.give(new Ports(), parts.ports);
        graph.give(new Ends(), parts.listeners);
        graph.give(new Upstreams(), ir.clusters());
        graph.give(new Hosts(), ir.endpoints());
        graph.give(new TlsSecrets(), ir.secrets());
        graph.give(new Policies(), ir.policies());
    }

    private static PersistentMap<String, GatewayIr> byGroup(
            List<GatewayIr> gateways, PersistentMap<String, GatewayIr> before) {
        PersistentMap<String, GatewayIr> byGroup = before;
        Set<String> groups = new HashSet<>();
        for (GatewayIr gateway : gateways) {
            byGroup = byGroup.plus(gateway.group(), gateway);
            groups.add(gateway.group());
            if (!gateway.egressNamespaces().isEmpty()) {
                byGroup = byGroup.plus(gateway.egressGroup(), egress(gateway, before));
                groups.add(gateway.egressGroup());
            }
        }
        for (String group : byGroup.size() == groups.size() ? Set.<String>of() : before.keySet()) {
            byGroup = groups.contains(group) ? byGroup : byGroup.minus(group);
        }
        return byGroup;
    }

    /** The same instance as long as its gateway is the same. */
    @SuppressWarnings("ReferenceEquality") // what did not change is the same instance
    private static GatewayIr egress(GatewayIr gateway, PersistentMap<String, GatewayIr> before) {
        GatewayIr known = before.find(gateway.egressGroup());
        return known != null && before.find(gateway.group()) == gateway
                ? known
                : new GatewayIr(gateway.origin(), gateway.egressPorts());
    }

    /** The ports and listeners of all gateways, while they change. An egress proxy has its gateway's listeners and changes together with it. */
    private static final class Parts {
        private PersistentMap<String, PortIr> ports;
        private PersistentMap<String, ListenerIr> listeners;

        Parts(PersistentMap<String, PortIr> ports, PersistentMap<String, ListenerIr> listeners) {
            this.ports = ports;
            this.listeners = listeners;
        }

        void remove(@Nullable GatewayIr gateway) {
            for (PortIr port : gateway == null ? List.<PortIr>of() : gateway.ports()) {
                ports = ports.minus(port.name());
                port.listeners().forEach(listener -> listeners = listeners.minus(listener.name()));
            }
        }

        void add(@Nullable GatewayIr gateway) {
            for (PortIr port : gateway == null ? List.<PortIr>of() : gateway.ports()) {
                ports = ports.plus(port.name(), port);
                port.listeners().forEach(listener -> listeners = listeners.plus(listener.name(), listener));
            }
        }
    }
}
