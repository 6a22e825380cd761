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

/** What each parent of ours would give a route, were it alone. */
record Candidates(RouteRef route) implements ObjectQuery<List<Candidates.Candidacy>> {
    /** A route on a listener of a Gateway, by the listener's id. */
    record Binding(NamespacedName gateway, String listener, List<Hostname> hostnames) {}

    /** What one parent gives; the reason is empty if there are bindings. */
    record Candidacy(Parent parent, List<Binding> bindings, String reason, String message) {
        Candidacy {
            bindings = List.copyOf(bindings);
        }
    }

    @Override
    public ObjectRef owner() {
        return new ObjectRef(
                RouteNodes.kind(route.kind()),
                route.name().namespace(),
                route.name().name());
    }

    @Override
    public List<Candidacy> nothing() {
        return List.of();
    }

    @Override
    public List<Candidacy> work(Scope scope) {
        Optional<RouteHead> head = scope.ask(new RouteHead.Of(route));
        return head.map(found -> attach(scope, found)).orElse(List.of());
    }

    private List<Candidacy> attach(Scope scope, RouteHead head) {
        Reporter reporter = new Reporter(scope, head.origin());
        Namesakes.warnObject(scope, reporter, head.origin().namespace());
        RouteHostnames hostnames = RouteHostnames.of(scope, head);
        List<Candidacy> candidacies = new ArrayList<>();
        for (Parent parent : head.parents()) {
            if (!parent.isGateway() && !parent.isListenerSet()) {
                refuseKind(reporter, parent);
                continue;
            }
            switch (scope.ask(new Parents(parent.group(), parent.ref()))) {
                case Parents.Found.Ours(var gateway) ->
                    candidacies.add(attach(scope, reporter, hostnames, parent, gateway));
                case Parents.Found.Closed(var message) ->
                    candidacies.add(refused(reporter, parent, parent.field(), Reasons.NO_MATCHING_PARENT, message));
                case Parents.Found.Missing(var message) ->
                    reporter.refused(parent.field() + ".name", Reasons.NO_MATCHING_PARENT, message);
                case Parents.Found.Foreign foreign -> {}
            }
        }
        return List.copyOf(candidacies);
    }

    /** Routes of the Gateway API may hang on things that are not ours; AIRoutes are ours alone. */
    private void refuseKind(Reporter reporter, Parent parent) {
        if (route.kind() == RouteRef.Kind.AI_ROUTE) {
            reporter.refused(
                    parent.field() + ".kind",
                    Reasons.INVALID_KIND,
                    parent.kind() + " (expected: Gateway or ListenerSet)");
        }
    }

    private Candidacy attach(
            Scope scope, Reporter reporter, RouteHostnames hostnames, Parent parent, NamespacedName gateway) {
        List<ListenerPlan> all = scope.ask(new Listeners(gateway)).stream()
                .filter(listener -> listener.owner().equals(parent.ref()))
                .toList();
        List<ListenerPlan> wanted = all.stream().filter(parent::wants).toList();
        if (wanted.isEmpty()) {
            String field = parent.section() == null ? ".port" : ".sectionName";
            return refused(
                    reporter, parent, parent.field() + field, Reasons.NO_MATCHING_PARENT, noListener(parent, all));
        }
        List<ListenerPlan> allowed =
                wanted.stream().filter(listener -> allows(scope, listener)).toList();
        if (allowed.isEmpty()) {
            String message = parent.ref().namespace() + "/" + parent.ref().name()
                    + " (expected: a listener whose allowedRoutes take " + RouteNodes.kind(route.kind()) + "s of "
                    + route.name().namespace() + ")";
            return refused(reporter, parent, parent.field(), Reasons.NOT_ALLOWED_BY_LISTENERS, message);
        }
        List<Binding> bindings = new ArrayList<>();
        for (ListenerPlan listener : allowed) {
            TreeSet<Hostname> hosts = hostnames.on(listener.hostname(), reporter);
            if (!hosts.isEmpty()) {
                bindings.add(new Binding(gateway, listener.id(), List.copyOf(hosts)));
            }
        }
        return bindings.isEmpty()
                ? noHostname(reporter, parent, hostnames, allowed)
                : new Candidacy(parent, bindings, "", "");
    }

    private boolean allows(Scope scope, ListenerPlan listener) {
        return listener.kinds().contains(route.kind())
                && listener.from()
                        .takes(scope, listener.owner().namespace(), route.name().namespace());
    }

    /** Hostnames that are not permitted have been reported already. */
    private static Candidacy noHostname(
            Reporter reporter, Parent parent, RouteHostnames hostnames, List<ListenerPlan> allowed) {
        if (hostnames.isRefused()) {
            return new Candidacy(parent, List.of(), Reasons.HOSTNAME_NOT_PERMITTED, "no hostname is permitted");
        }
        String expected = String.join(
                ", ",
                allowed.stream().map(listener -> listener.hostname().value()).toList());
        return refused(
                reporter,
                parent,
                "spec.hostnames",
                Reasons.NO_MATCHING_LISTENER_HOSTNAME,
                hostnames + " (expected: hostnames of the listener: " + expected + ")");
    }

    private static Candidacy refused(Reporter reporter, Parent parent, String field, String reason, String message) {
        reporter.refused(field, reason, message);
        return new Candidacy(parent, List.of(), reason, message);
    }

    private static String noListener(Parent parent, List<ListenerPlan> all) {
        String owner = parent.kind() + " " + parent.namespace() + "/" + parent.name();
        if (parent.section() != null) {
            List<String> sections = all.stream().map(ListenerPlan::section).toList();
            return parent.section() + " (expected: a listener of " + owner
                    + (parent.port() == null ? "" : " on port " + parent.port())
                    + Suggestion.of(parent.section(), sections) + ")";
        }
        String ports = String.join(
                ", ",
                all.stream()
                        .map(listener -> String.valueOf(listener.port()))
                        .distinct()
                        .toList());
        return parent.port() + " (expected: a port of " + owner + ": " + (ports.isEmpty() ? "none" : ports) + ")";
    }
}
