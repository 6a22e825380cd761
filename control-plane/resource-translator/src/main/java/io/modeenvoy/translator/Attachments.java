package io.modeenvoy.translator;

import io.modeenvoy.crd.Suggestion;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** On which listeners a route hangs, and with which hostnames. */
record Attachments(RouteRef route) implements Query<Attachments.Result> {
    /** A route on a listener. */
    record Binding(NamespacedName gateway, String section, List<Hostname> hostnames) {}

    /** What became of a route's parents. */
    record Result(List<Binding> bindings, List<RouteAttachment> attachments) {
        private static final Result NONE = new Result(List.of(), List.of());
    }

    @Override
    public Result answer(Scope scope) {
        Optional<RouteHead> head = scope.ask(new RouteHead.Of(route));
        return head.map(found -> attach(scope, found)).orElse(Result.NONE);
    }

    private Result attach(Scope scope, RouteHead head) {
        Reporter reporter = new Reporter(scope, head.origin());
        RouteHostnames hostnames = RouteHostnames.of(scope, head);
        List<Binding> bindings = new ArrayList<>();
        List<RouteAttachment> attachments = new ArrayList<>();
        for (Parent parent : head.parents()) {
            NamespacedName gateway = new NamespacedName(parent.namespace(), orDash(parent.name()));
            if (!parent.isGateway()) {
                refuseKind(reporter, parent);
            } else if (scope.ask(new Gateways.IsOurs(gateway))) {
                Outcome outcome = attach(scope, reporter, hostnames, parent, gateway);
                outcome.bindings().stream()
                        .filter(binding -> !bindings.contains(binding))
                        .forEach(bindings::add);
                attachments.add(attachment(head, parent, outcome));
            } else {
                refuseName(scope, reporter, parent);
            }
        }
        return new Result(List.copyOf(bindings), List.copyOf(attachments));
    }

    /** HTTPRoutes may hang on things that are not ours; AIRoutes are ours alone. */
    private void refuseKind(Reporter reporter, Parent parent) {
        if (route.kind() == RouteRef.Kind.AI_ROUTE) {
            reporter.refused(parent.field() + ".kind", Reasons.INVALID_KIND, parent.kind() + " (expected: Gateway)");
        }
    }

    /** A Gateway that exists is another controller's. */
    private static void refuseName(Scope scope, Reporter reporter, Parent parent) {
        if (!scope.ask(new Exists(parent.namespace(), parent.name()))) {
            List<String> names = scope.ask(new Gateways.NamesIn(parent.namespace()));
            reporter.refused(
                    parent.field() + ".name",
                    Reasons.NO_MATCHING_PARENT,
                    parent.name() + " (expected: a Gateway in " + parent.namespace()
                            + Suggestion.of(parent.name(), names) + ")");
        }
    }

    private static String orDash(String name) {
        return name.isEmpty() ? "-" : name;
    }

    /** What became of one parent; an empty reason is success. */
    private record Outcome(List<Binding> bindings, String reason, String message) {}

    private Outcome attach(
            Scope scope, Reporter reporter, RouteHostnames hostnames, Parent parent, NamespacedName gateway) {
        List<ListenerPlan> all = scope.ask(new Listeners(gateway));
        List<ListenerPlan> wanted = all.stream().filter(parent::wants).toList();
        if (wanted.isEmpty()) {
            String message = noListener(parent, all);
            String field = parent.section() == null ? ".port" : ".sectionName";
            return refused(reporter, parent.field() + field, Reasons.NO_MATCHING_PARENT, message);
        }
        List<ListenerPlan> allowed = wanted.stream()
                .filter(listener -> allows(scope, listener, gateway))
                .toList();
        if (allowed.isEmpty()) {
            String message = gateway + " (expected: a listener whose allowedRoutes take "
                    + RouteNodes.kind(route.kind()) + "s of " + route.name().namespace() + ")";
            return refused(reporter, parent.field(), Reasons.NOT_ALLOWED_BY_LISTENERS, message);
        }
        List<Binding> bindings = new ArrayList<>();
        for (ListenerPlan listener : allowed) {
            TreeSet<Hostname> hosts = hostnames.on(listener.hostname(), reporter);
            if (!hosts.isEmpty()) {
                bindings.add(new Binding(gateway, listener.section(), List.copyOf(hosts)));
            }
        }
        if (bindings.isEmpty()) {
            return noHostname(reporter, hostnames, allowed);
        }
        return new Outcome(bindings, "", "");
    }

    /** Hostnames that are not permitted have been reported already. */
    private static Outcome noHostname(Reporter reporter, RouteHostnames hostnames, List<ListenerPlan> allowed) {
        if (hostnames.isRefused()) {
            return new Outcome(List.of(), Reasons.HOSTNAME_NOT_PERMITTED, "no hostname is permitted");
        }
        String expected = String.join(
                ", ",
                allowed.stream().map(listener -> listener.hostname().value()).toList());
        return refused(
                reporter,
                "spec.hostnames",
                Reasons.NO_MATCHING_LISTENER_HOSTNAME,
                hostnames + " (expected: hostnames of the listener: " + expected + ")");
    }

    private static Outcome refused(Reporter reporter, String field, String reason, String message) {
        reporter.refused(field, reason, message);
        return new Outcome(List.of(), reason, message);
    }

    private static String noListener(Parent parent, List<ListenerPlan> all) {
        if (parent.section() != null) {
            List<String> sections = all.stream().map(ListenerPlan::section).toList();
            return parent.section() + " (expected: a listener of Gateway " + parent.namespace() + "/" + parent.name()
                    + (parent.port() == null ? "" : " on port " + parent.port())
                    + Suggestion.of(parent.section(), sections) + ")";
        }
        String ports = String.join(
                ", ",
                all.stream()
                        .map(listener -> String.valueOf(listener.port()))
                        .distinct()
                        .toList());
        return parent.port() + " (expected: a port of Gateway " + parent.namespace() + "/" + parent.name() + ": "
                + (ports.isEmpty() ? "none" : ports) + ")";
    }

    private boolean allows(Scope scope, ListenerPlan listener, NamespacedName gateway) {
        String namespace = route.name().namespace();
        return listener.kinds().contains(route.kind())
                && switch (listener.from()) {
                    case ListenerPlan.From.Same() -> namespace.equals(gateway.namespace());
                    case ListenerPlan.From.All() -> true;
                    case ListenerPlan.From.Nowhere() -> false;
                    case ListenerPlan.From.Labelled(var selector) ->
                        NamespaceLabels.match(selector, scope.ask(new NamespaceLabels(namespace)));
                };
    }

    private static RouteAttachment attachment(RouteHead head, Parent parent, Outcome outcome) {
        boolean accepted = !outcome.bindings().isEmpty();
        return new RouteAttachment(
                head.origin(),
                new ObjectRef("Gateway", parent.namespace(), parent.name()),
                parent.section(),
                parent.port(),
                accepted,
                accepted ? Reasons.ACCEPTED : outcome.reason(),
                accepted ? "the route hangs on the Gateway" : outcome.message());
    }

    /** Whether there is a Gateway, ours or not. */
    private record Exists(String namespace, String name) implements Query<Boolean> {
        @Override
        public Boolean answer(Scope scope) {
            return scope.get(io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway.class, namespace, name) != null;
        }
    }
}
