package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerSet;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.policy.NamespacedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The listeners of a Gateway of ours, its own and those of its ListenerSets, the oldest set first; of two that conflict the first stands. */
record Listeners(NamespacedName gateway) implements ObjectQuery<List<ListenerPlan>> {
    private static final String HTTP = "HTTP";
    private static final String HTTPS = "HTTPS";

    @Override
    public ObjectRef owner() {
        return new ObjectRef("Gateway", gateway.namespace(), gateway.name());
    }

    @Override
    public List<ListenerPlan> nothing() {
        return List.of();
    }

    @Override
    public List<ListenerPlan> work(Scope scope) {
        Gateway found = scope.get(Gateway.class, gateway.namespace(), gateway.name());
        if (found == null || found.getSpec() == null) {
            return List.of();
        }
        Claims claims = new Claims(new HashMap<>(), new HashSet<>(), new HashSet<>());
        List<ListenerPlan> plans = new ArrayList<>();
        boolean open = GatewayFields.areServed(found, new Reporter(scope, Identity.ref(found)));
        add(plans, scope, claims, Identity.ref(found), WrittenListener.of(found));
        for (ListenerSet set : scope.ask(new ListenerSets.Of(gateway))) {
            add(plans, scope, claims, Identity.ref(set), WrittenListener.of(set));
        }
        return open
                ? List.copyOf(plans)
                : plans.stream()
                        .map(plan -> plan.secure() ? plan.refused() : plan)
                        .toList();
    }

    private void add(
            List<ListenerPlan> plans, Scope scope, Claims claims, ObjectRef owner, List<WrittenListener> listeners) {
        Reporter reporter = new Reporter(scope, owner);
        for (int i = 0; i < listeners.size(); i++) {
            String field = "spec.listeners[" + i + "]";
            Optional<ListenerPlan> plan = plan(scope, reporter, claims, listeners.get(i), field);
            plan.map(sound -> settle(scope, reporter, claims, sound, field)).ifPresent(plans::add);
        }
    }

    /** Empty if it cannot be understood, which is reported. */
    private Optional<ListenerPlan> plan(
            Scope scope, Reporter reporter, Claims claims, WrittenListener listener, String field) {
        Optional<Hostname> hostname = Hostnames.parse(listener.hostname());
        if (hostname.isEmpty()) {
            reporter.refused(
                    field + ".hostname",
                    Reasons.UNSUPPORTED_VALUE,
                    listener.hostname() + " (expected: a hostname, for example *.example.com)");
        }
        boolean named = isNamed(reporter, listener, field);
        boolean port = hasPort(reporter, listener, field);
        boolean protocol = hasProtocol(reporter, claims, listener, field);
        if (!named || !port || !protocol || hostname.isEmpty() || listener.name() == null || listener.port() == null) {
            return Optional.empty();
        }
        boolean secure = HTTPS.equals(listener.protocol());
        List<TlsSecretIr.Certificate> certificates =
                secure ? ListenerTls.certificates(scope, reporter, listener.tls(), field) : List.of();
        return Optional.of(new ListenerPlan(
                reporter.object(),
                listener.name(),
                listener.port(),
                hostname.get(),
                secure,
                certificates,
                !secure || !certificates.isEmpty(),
                AllowedKinds.of(listener.allowedRoutes(), reporter, field),
                AllowedKinds.from(listener.allowedRoutes())));
    }

    private static boolean isNamed(Reporter reporter, WrittenListener listener, String field) {
        boolean named = listener.name() != null && !listener.name().isEmpty();
        if (!named) {
            reporter.refused(field + ".name", Reasons.UNSUPPORTED_VALUE, "absent (expected: a name)");
        }
        return named;
    }

    private static boolean hasPort(Reporter reporter, WrittenListener listener, String field) {
        Integer port = listener.port();
        boolean valid = port != null && port >= 1 && port <= 65535;
        if (!valid) {
            reporter.refused(
                    field + ".port",
                    Reasons.UNSUPPORTED_VALUE,
                    (port == null ? "absent" : port) + " (expected: 1..65535)");
        }
        return valid;
    }

    /** TCP would want a port for itself, so on one that is taken it is in conflict before it is not served. */
    private static boolean hasProtocol(Reporter reporter, Claims claims, WrittenListener listener, String field) {
        String protocol = listener.protocol();
        boolean known = HTTP.equals(protocol) || HTTPS.equals(protocol);
        if (!known) {
            boolean conflict = "TCP".equals(protocol) && claims.secureByPort().containsKey(listener.port());
            reporter.refused(
                    field + ".protocol",
                    conflict ? Reasons.PROTOCOL_CONFLICT : Reasons.UNSUPPORTED_PROTOCOL,
                    (protocol == null ? "absent" : protocol) + " (expected: HTTP or HTTPS)");
        }
        return known;
    }

    private ListenerPlan settle(Scope scope, Reporter reporter, Claims claims, ListenerPlan plan, String field) {
        Optional<NamespacedName> owner = scope.ask(new PortOwners.Of(plan.port()));
        if (owner.isPresent() && !owner.get().equals(gateway)) {
            reporter.refused(
                    field + ".port",
                    Reasons.PORT_UNAVAILABLE,
                    plan.port() + " (expected: a port of no older Gateway; Gateway " + owner.get() + " listens on it)");
            return plan.refused();
        }
        if (!isPermitted(scope, plan)) {
            reporter.refused(
                    field + ".hostname",
                    Reasons.HOSTNAME_NOT_PERMITTED,
                    plan.hostname() + " (expected: a hostname that neither is another tenant's nor stands for one)");
            return plan.refused();
        }
        return claims.settle(plan, reporter, field) ? plan : plan.refused();
    }

    /** A more exact listener takes the calls of wider ones: another tenant's ListenerSet must not do so with a tenant's hostnames. */
    private boolean isPermitted(Scope scope, ListenerPlan plan) {
        String tenant = scope.ask(new Tenants.Of(plan.owner().namespace()));
        return tenant.equals(scope.ask(new Tenants.Of(gateway.namespace())))
                || plan.hostname().equals(Hostname.ANY)
                || scope.ask(new Tenants.MayListen(tenant, plan.hostname()));
    }

    /** What the listeners before have taken. */
    private record Claims(Map<Integer, Boolean> secureByPort, Set<String> hosts, Set<String> sections) {
        boolean settle(ListenerPlan plan, Reporter reporter, String field) {
            if (!sections.add(plan.id())) {
                reporter.refused(
                        field + ".name",
                        Reasons.DUPLICATE,
                        plan.section() + " (expected: a name no listener before has)");
                return false;
            }
            Boolean secure = secureByPort.putIfAbsent(plan.port(), plan.secure());
            if (secure != null && secure != plan.secure()) {
                reporter.refused(
                        field + ".protocol",
                        Reasons.PROTOCOL_CONFLICT,
                        (plan.secure() ? HTTPS : HTTP) + " (expected: " + (secure ? HTTPS : HTTP)
                                + ", as the listener before on port " + plan.port() + ")");
                return false;
            }
            if (!hosts.add(plan.port() + "/" + plan.hostname())) {
                reporter.refused(
                        field + ".hostname",
                        Reasons.HOSTNAME_CONFLICT,
                        plan.hostname() + " (expected: a hostname no listener before has on port " + plan.port() + ")");
                return false;
            }
            return true;
        }
    }
}
